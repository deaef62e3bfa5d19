/* gdelt_files.c: rows go into plain files as they come, one open at a time, so that memory does not grow with them;
 * at the end these are zipped, and the lists made out of what lies in the folder. */
#include "cli/gdelt_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/map.h"
#include "read/formats/late_zip.h"

enum { N_KIND = 2, PATH_BYTES = 4096 };
static const char *const kind_name[N_KIND] = {"export", "mentions"};

struct msdx_gdelt_files {
    const char *path, *base;
    unsigned n_digit, n_kind; /* 14 and 2; of 1.0 8 and 1 */
    msdx_export *export[N_KIND];
    msdx_buf row[N_KIND];
    FILE *f[N_KIND];
    uint64_t now;   /* the open files' */
    uint64_t *slot; /* sorted; all that were written */
    size_t n_slot, room;
    uint64_t n_undated;
};

bool msdx_gdelt_files_is(const char *form, const char *path)
{
    struct stat st;
    if (!form || !path || !*path || (strcmp(form, "gdelt1") != 0 && strcmp(form, "gdelt2") != 0)) return false;
    return path[strlen(path) - 1] == '/' || (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
}

static msd_status broken(const char *path, msd_error *err)
{
    return msdx_err(err, MSD_EIO, 0, "%.200s: %s", path, strerror(errno));
}

msd_status msdx_gdelt_files_open(msdx_gdelt_files **out, const char *form, const char *path, const char *base,
                                 const msdx_export_about *about, bool every_status, msd_error *err)
{
    *out = NULL;
    if (strlen(path) > PATH_BYTES - 64) return msdx_err(err, MSD_EUSAGE, 0, "the folder's name is too long");
    if (mkdir(path, 0777) != 0 && errno != EEXIST) return broken(path, err);
    msdx_gdelt_files *g = msdx_calloc(1, sizeof *g);
    if (!g) return msdx_err_nomem(err);
    bool v2 = strcmp(form, "gdelt2") == 0;
    *g = (msdx_gdelt_files){.path = path, .base = base ? base : "", .n_digit = v2 ? 14 : 8, .n_kind = v2 ? 2 : 1};
    for (unsigned i = 0; i < N_KIND; i++) g->row[i] = (msdx_buf)MSDX_BUF_INIT((size_t)1 << 30);
    msd_status st = msdx_export_new(&g->export[0], form, about, every_status, err);
    if (st == MSD_OK && v2) st = msdx_export_new(&g->export[1], "gdelt2-mentions", about, every_status, err);
    if (st != MSD_OK) {
        msdx_gdelt_files_close(g);
        return st;
    }
    *out = g;
    return MSD_OK;
}

/* ---- rows ---- */

static void name_file(const msdx_gdelt_files *g, uint64_t slot, unsigned kind, const char *tail, char out[PATH_BYTES])
{
    const char *slash = g->path[strlen(g->path) - 1] == '/' ? "" : "/";
    snprintf(out, PATH_BYTES, "%s%s%0*llu.%s.CSV%s", g->path, slash, (int)g->n_digit, (unsigned long long)slot,
             kind_name[kind], tail);
}

static msd_status close_files(msdx_gdelt_files *g, msd_error *err)
{
    msd_status st = MSD_OK;
    for (unsigned i = 0; i < N_KIND; i++) {
        if (g->f[i] && fclose(g->f[i]) != 0 && st == MSD_OK) st = broken(g->path, err);
        g->f[i] = NULL;
    }
    return st;
}

static msd_status add_slot(msdx_gdelt_files *g, uint64_t slot, bool *is_new, msd_error *err)
{
    size_t low = 0, high = g->n_slot;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (g->slot[mid] < slot)
            low = mid + 1;
        else
            high = mid;
    }
    *is_new = low == g->n_slot || g->slot[low] != slot;
    if (!*is_new) return MSD_OK;
    if (g->n_slot == g->room) {
        size_t room = g->room ? g->room * 2 : 64;
        uint64_t *more = msdx_realloc(g->slot, room, sizeof *more);
        if (!more) return msdx_err_nomem(err);
        g->slot = more;
        g->room = room;
    }
    memmove(g->slot + low + 1, g->slot + low, (g->n_slot - low) * sizeof *g->slot);
    g->slot[low] = slot;
    g->n_slot++;
    return MSD_OK;
}

static msd_status open_files(msdx_gdelt_files *g, uint64_t slot, msd_error *err)
{
    char path[PATH_BYTES];
    bool is_new;
    if (g->f[0] && g->now == slot) return MSD_OK;
    MSD_TRY(close_files(g, err));
    MSD_TRY(add_slot(g, slot, &is_new, err));
    for (unsigned i = 0; i < g->n_kind; i++) {
        name_file(g, slot, i, "", path);
        g->f[i] = fopen(path, is_new ? "w" : "a");
        if (!g->f[i]) return broken(path, err);
    }
    g->now = slot;
    return MSD_OK;
}

msd_status msdx_gdelt_files_add(msdx_gdelt_files *g, const msd_doc *doc, const msd_claim *claim, msd_error *err)
{
    char added[16];
    for (unsigned i = 0; i < g->n_kind; i++) {
        msdx_buf_reset(&g->row[i]);
        msdx_export_row(g->export[i], &g -> row[i], doc, claim);
        if (g->row[i].failed) return msdx_err_nomem(err);
    }
    if (!g->row[0].n) return MSD_OK;
    msdx_gdelt_added(doc, claim, g->n_digit, added);
    g->n_undated += !*added;
    if (!*added) return MSD_OK;
    MSD_TRY(open_files(g, strtoull(added, NULL, 10), err));
    for (unsigned i = 0; i < g->n_kind; i++)
        if (fwrite(g->row[i].p, 1, g->row[i].n, g->f[i]) != g->row[i].n) return broken(g->path, err);
    return MSD_OK;
}

/* ---- zip ---- */

/* The archive's time is the slot's, whatever the clock and the time zone: the same claims give the same bytes. */
static void set_time(zip_t *zip, uint64_t slot, unsigned n_digit)
{
    uint64_t day = n_digit == 14 ? slot / 1000000 : slot, time = n_digit == 14 ? slot % 1000000 : 0;
    uint64_t year = day / 10000, month = day / 100 % 100, date = day % 100;
    if (year < 1980) year = 1980, month = 1, date = 1;
    (void)zip_file_set_dostime(zip, 0, (zip_uint16_t)(time / 10000 << 11 | time / 100 % 100 << 5),
                               (zip_uint16_t)((year - 1980) << 9 | month << 5 | date), 0);
}

static msd_status zip_one(const msdx_gdelt_files *g, uint64_t slot, unsigned kind, msd_error *err)
{
    char plain[PATH_BYTES], packed[PATH_BYTES];
    int code = 0;
    name_file(g, slot, kind, "", plain);
    name_file(g, slot, kind, ".zip", packed);
    const char *slash = strrchr(plain, '/');
    MSD_TRY(msdx_zip_library(err));
    zip_t *zip = zip_open(packed, ZIP_CREATE | ZIP_TRUNCATE, &code);
    zip_source_t *source = zip ? zip_source_file(zip, plain, 0, -1) : NULL;
    bool good = source && zip_file_add(zip, slash ? slash + 1 : plain, source, ZIP_FL_ENC_UTF_8) == 0;
    if (source && !good) zip_source_free(source);
    if (good) set_time(zip, slot, g->n_digit);
    if (!good || zip_close(zip) != 0) {
        if (zip) zip_discard(zip);
        return msdx_err(err, MSD_EIO, 0, "%.200s cannot be written", packed);
    }
    return unlink(plain) == 0 ? MSD_OK : broken(plain, err);
}

/* ---- lists ---- */

/* "20150218230000.mentions.CSV.zip" */
static bool is_ours(const msdx_gdelt_files *g, const char *name)
{
    size_t n = strspn(name, "0123456789");
    if (n != g->n_digit || name[n] != '.') return false;
    for (unsigned i = 0; i < g->n_kind; i++) {
        size_t k = strlen(kind_name[i]);
        if (strncmp(name + n + 1, kind_name[i], k) == 0 && strcmp(name + n + 1 + k, ".CSV.zip") == 0) return true;
    }
    return false;
}

struct names {
    char **name;
    size_t n, room;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static msd_status add_name(struct names *names, const char *name, msd_error *err)
{
    if (names->n == names->room) {
        size_t room = names->room ? names->room * 2 : 64;
        char **more = msdx_realloc(names->name, room, sizeof *more);
        if (!more) return msdx_err_nomem(err);
        names->name = more;
        names->room = room;
    }
    names->name[names->n] = msdx_strdup(name);
    return names->name[names->n++] ? MSD_OK : msdx_err_nomem(err);
}

static msd_status find_names(const msdx_gdelt_files *g, struct names *names, msd_error *err)
{
    DIR *dir = opendir(g->path);
    const struct dirent *entry;
    msd_status st = dir ? MSD_OK : broken(g->path, err);
    while (st == MSD_OK && (entry = readdir(dir)) != NULL)
        if (is_ours(g, entry->d_name)) st = add_name(names, entry->d_name, err);
    if (dir) closedir(dir);
    if (st == MSD_OK && names->n) qsort(names->name, names->n, sizeof *names->name, by_name);
    return st;
}

static void free_names(struct names *names)
{
    for (size_t i = 0; i < names->n; i++) msdx_free(names->name[i]);
    msdx_free(names->name);
}

/* A list is never seen half written. */
static msd_status write_list(const msdx_gdelt_files *g, const char *name, const msdx_buf *buf, msd_error *err)
{
    char path[PATH_BYTES], other[PATH_BYTES];
    if (buf->failed) return msdx_err_nomem(err);
    snprintf(path, sizeof path, "%.*s/%s", PATH_BYTES - 64, g->path, name);
    snprintf(other, sizeof other, "%.*s/.%s.new", PATH_BYTES - 64, g->path, name);
    FILE *f = fopen(other, "w");
    if (!f) return broken(other, err);
    bool good = buf->n == 0 || fwrite(buf->p, 1, buf->n, f) == buf->n;
    if (fclose(f) != 0 || !good || rename(other, path) != 0) return broken(path, err);
    return MSD_OK;
}

/* Size, MD5 and address of each; of 1.0 in two lists, by name. `last`: from where the newest slot's begin. */
static msd_status list_files(const msdx_gdelt_files *g, const struct names *names, msdx_buf *one, msdx_buf *two,
                             size_t *last, msd_error *err)
{
    for (size_t i = 0; i < names->n; i++) {
        char path[PATH_BYTES], md5[33];
        msdx_map map;
        snprintf(path, sizeof path, "%.*s/%s", PATH_BYTES - 64, g->path, names->name[i]);
        MSD_TRY(msdx_map_file(&map, path, err));
        msdx_md5_hex(map.p ? map.p : "", map.n, md5);
        if (i == 0 || strncmp(names->name[i], names->name[i - 1], g->n_digit) != 0) *last = one->n;
        if (g->n_kind == 2) {
            msdx_buf_addf(one, "%zu %s %s%s\n", map.n, md5, g->base, names->name[i]);
        } else {
            msdx_buf_addf(one, "%s  %s\n", md5, names->name[i]);
            msdx_buf_addf(two, "%zu %s\n", map.n, names->name[i]);
        }
        msdx_map_close(&map);
    }
    return MSD_OK;
}

static msd_status write_lists(const msdx_gdelt_files *g, msd_error *err)
{
    struct names names = {0};
    msdx_buf one = MSDX_BUF_INIT((size_t)1 << 30), two = MSDX_BUF_INIT((size_t)1 << 30);
    size_t last = 0;
    msd_status st = find_names(g, &names, err);
    if (st == MSD_OK) st = list_files(g, &names, &one, &two, &last, err);
    if (st == MSD_OK && g->n_kind == 2) msdx_buf_add(&two, one.p ? one.p + last : "", one.n - last);
    if (st == MSD_OK) st = write_list(g, g->n_kind == 2 ? "masterfilelist.txt" : "md5sums", &one, err);
    if (st == MSD_OK) st = write_list(g, g->n_kind == 2 ? "lastupdate.txt" : "filesizes", &two, err);
    msdx_buf_clear(&one);
    msdx_buf_clear(&two);
    free_names(&names);
    return st;
}

msd_status msdx_gdelt_files_end(msdx_gdelt_files *g, msd_error *err)
{
    MSD_TRY(close_files(g, err));
    for (size_t i = 0; i < g->n_slot; i++)
        for (unsigned kind = 0; kind < g->n_kind; kind++) MSD_TRY(zip_one(g, g->slot[i], kind, err));
    if (g->n_undated)
        fprintf(stderr, "masudi db: %llu claims without a date are in no file\n", (unsigned long long)g->n_undated);
    return write_lists(g, err);
}

void msdx_gdelt_files_close(msdx_gdelt_files *g)
{
    if (!g) return;
    for (unsigned i = 0; i < N_KIND; i++) {
        if (g->f[i]) fclose(g->f[i]);
        msdx_export_free(g->export[i]);
        msdx_buf_clear(&g->row[i]);
    }
    msdx_free(g->slot);
    msdx_free(g);
}
