/* import_source.c: the members of a package, from a wheel (a ZIP file, through
 * libzip, which checks each member's CRC) or from a folder. The data folder is
 * the one that holds config.cfg beside meta.json. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/map.h"
#include "parse/import.h"
#include "read/formats/late_zip.h"

enum { FOLDER_DEPTH = 3, PATH_ROOM = 4096 };
static const size_t member_max = (size_t)512 << 20;

struct member {
    struct member *next;
    const char *name;
    msdx_str bytes;
};

struct msdx_import {
    msdx_arena arena;
    const char *name;   /* as the caller wrote it */
    const char *folder; /* data folder: inside the ZIP with its final slash, or on disk without */
    zip_t *zip;         /* NULL for a folder */
    struct member *member;
};

msdx_arena *msdx_import_arena(msdx_import *im)
{
    return &im->arena;
}

const char *msdx_import_name(const msdx_import *im)
{
    return im->name;
}

void msdx_import_close(msdx_import *im)
{
    if (!im) return;
    if (im->zip) zip_discard(im->zip);
    msdx_arena_clear(&im->arena);
    msdx_free(im);
}

static bool is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool join(char out[PATH_ROOM], const char *a, const char *b, const char *c)
{
    int n = snprintf(out, PATH_ROOM, "%s%s%s", a, b, c);
    return n >= 0 && n < PATH_ROOM;
}

/* ---- a folder ---- */

static bool folder_has(const char *folder, const char *member)
{
    char path[PATH_ROOM];
    return join(path, folder, "/", member) && is_file(path);
}

/* The data folder at or below `folder`, depth first, or NULL. */
static const char *find_folder(msdx_import *im, const char *folder, int depth)
{
    if (folder_has(folder, "config.cfg") && folder_has(folder, "meta.json"))
        return msdx_arena_strndup(&im->arena, folder, strlen(folder));
    if (depth == 0) return NULL;
    DIR *dir = opendir(folder);
    const char *found = NULL;
    for (struct dirent *e; dir && !found && (e = readdir(dir));) {
        char path[PATH_ROOM];
        struct stat st;
        if (e->d_name[0] != '.' && join(path, folder, "/", e->d_name) && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
            found = find_folder(im, path, depth - 1);
    }
    if (dir) closedir(dir);
    return found;
}

static msd_status read_disk(msdx_import *im, const char *member, msdx_str *out, msd_error *err)
{
    char path[PATH_ROOM];
    msdx_map map;
    if (!join(path, im->folder, "/", member)) return msdx_err(err, MSD_EFORMAT, 0, "%s: name too long", member);
    if (!is_file(path)) return msdx_err(err, MSD_EFORMAT, 0, "%s: no %s in this package", im->name, member);
    MSD_TRY(msdx_map_file(&map, path, err));
    msd_status st = MSD_OK;
    if (map.n > member_max)
        st = msdx_err(err, MSD_EFORMAT, 0, "%s: over %zu bytes", path, member_max);
    else if (!(out->p = msdx_arena_strndup(&im->arena, map.p, map.n)))
        st = msdx_err_nomem(err);
    out->n = map.n;
    msdx_map_close(&map);
    return st;
}

/* ---- a wheel ---- */

static msd_status open_zip(msdx_import *im, zip_source_t *source, zip_error_t *ze, msd_error *err)
{
    if (source) im->zip = zip_open_from_source(source, ZIP_RDONLY, ze);
    if (im->zip) return MSD_OK;
    msd_status code = zip_error_code_zip(ze) == ZIP_ER_MEMORY                                          ? MSD_ENOMEM
                      : zip_error_code_zip(ze) == ZIP_ER_OPEN || zip_error_code_zip(ze) == ZIP_ER_READ ? MSD_EIO
                                                                                                       : MSD_EFORMAT;
    msdx_err(err, code, 0, "%s: not a readable package: %s", im->name, zip_error_strerror(ze));
    zip_source_free(source);
    return code;
}

/* The shortest folder that has both files: a package may carry test data deeper down. */
static void find_zip_folder(msdx_import *im)
{
    static const char config[] = "config.cfg";
    zip_int64_t n = zip_get_num_entries(im->zip, 0);
    for (zip_int64_t i = 0; i < n; i++) {
        char path[PATH_ROOM];
        const char *name = zip_get_name(im->zip, (zip_uint64_t)i, 0);
        size_t len = name ? strlen(name) : 0, tail = sizeof config - 1;
        if (len < tail || strcmp(name + len - tail, config) != 0 || len >= PATH_ROOM) continue;
        if (len > tail && name[len - tail - 1] != '/') continue;
        const char *folder = msdx_arena_strndup(&im->arena, name, len - tail);
        if (!folder || !join(path, folder, "meta.json", "") || zip_name_locate(im->zip, path, 0) < 0) continue;
        if (!im->folder || strlen(folder) < strlen(im->folder)) im->folder = folder;
    }
}

static msd_status read_zip(msdx_import *im, const char *member, msdx_str *out, msd_error *err)
{
    char path[PATH_ROOM];
    zip_stat_t st;
    if (!join(path, im->folder, member, "") || zip_stat(im->zip, path, 0, &st) != 0)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: no %s in this package", im->name, member);
    if (!(st.valid & ZIP_STAT_SIZE) || st.size > member_max)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: %s is over %zu bytes", im->name, member, member_max);
    zip_file_t *f = zip_fopen_index(im->zip, st.index, 0);
    if (!f)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: %s: %s", im->name, member,
                        zip_error_strerror(zip_get_error(im->zip)));
    char *p = MSDX_NEW(&im->arena, char, st.size + 1);
    zip_uint64_t got = 0;
    for (zip_int64_t n = 1; p && n > 0 && got <= st.size; got += n > 0 ? (zip_uint64_t)n : 0)
        n = zip_fread(f, p + got, st.size + 1 - got);
    bool bad = zip_error_code_zip(zip_file_get_error(f)) != ZIP_ER_OK; /* such as a wrong CRC */
    zip_fclose(f);
    if (!p) return msdx_err_nomem(err);
    if (bad || got != st.size) return msdx_err(err, MSD_EFORMAT, 0, "%s: %s is damaged or cut short", im->name, member);
    p[got] = 0;
    *out = (msdx_str){p, (size_t)got};
    return MSD_OK;
}

/* ---- either ---- */

static msd_status import_new(msdx_import **out, const char *name, msd_error *err)
{
    msdx_import *im = msdx_calloc(1, sizeof *im);
    *out = NULL;
    if (!im) return msdx_err_nomem(err);
    im->name = msdx_arena_strndup(&im->arena, name, strlen(name));
    if (!im->name) {
        msdx_import_close(im);
        return msdx_err_nomem(err);
    }
    *out = im;
    return MSD_OK;
}

static msd_status open_wheel(msdx_import *im, zip_source_t *source, zip_error_t *ze, msd_error *err)
{
    MSD_TRY(open_zip(im, source, ze, err));
    find_zip_folder(im);
    return MSD_OK;
}

static msd_status import_ready(msdx_import **out, msdx_import *im, msd_status st, msd_error *err)
{
    if (st == MSD_OK && msdx_arena_failed(&im->arena)) st = msdx_err_nomem(err);
    if (st == MSD_OK && !im->folder)
        st = msdx_err(err, MSD_EFORMAT, 0, "%s: no folder in it has config.cfg and meta.json", im->name);
    if (st != MSD_OK) {
        msdx_import_close(im);
        return st;
    }
    *out = im;
    return MSD_OK;
}

msd_status msdx_import_open(msdx_import **out, const char *path, msd_error *err)
{
    msdx_import *im;
    struct stat sb;
    *out = NULL;
    if (stat(path, &sb) != 0) return msdx_err(err, MSD_EIO, 0, "%s: %s", path, strerror(errno));
    bool folder = S_ISDIR(sb.st_mode);
    if (!folder) MSD_TRY(msdx_zip_library(err));
    MSD_TRY(import_new(&im, path, err));
    msd_status st = MSD_OK;
    if (folder) {
        im->folder = find_folder(im, path, FOLDER_DEPTH);
    } else {
        zip_error_t ze;
        zip_error_init(&ze);
        st = open_wheel(im, zip_source_file_create(path, 0, -1, &ze), &ze, err);
        zip_error_fini(&ze);
    }
    return import_ready(out, im, st, err);
}

msd_status msdx_import_open_bytes(msdx_import **out, const void *p, size_t n, const char *name, msd_error *err)
{
    msdx_import *im;
    zip_error_t ze;
    *out = NULL;
    MSD_TRY(msdx_zip_library(err));
    MSD_TRY(import_new(&im, name, err));
    zip_error_init(&ze);
    msd_status st = open_wheel(im, zip_source_buffer_create(p, n, 0, &ze), &ze, err);
    zip_error_fini(&ze);
    return import_ready(out, im, st, err);
}

bool msdx_import_has(const msdx_import *im, const char *member)
{
    char path[PATH_ROOM];
    if (!im->zip) return folder_has(im->folder, member);
    return join(path, im->folder, member, "") && zip_name_locate(im->zip, path, 0) >= 0;
}

msd_status msdx_import_bytes(msdx_import *im, const char *member, msdx_str *out, msd_error *err)
{
    *out = (msdx_str){NULL, 0};
    for (const struct member *m = im->member; m; m = m->next)
        if (strcmp(m->name, member) == 0) {
            *out = m->bytes;
            return MSD_OK;
        }
    MSD_TRY(im->zip ? read_zip(im, member, out, err) : read_disk(im, member, out, err));
    struct member *m = MSDX_NEW(&im->arena, struct member, 1);
    const char *name = msdx_arena_strndup(&im->arena, member, strlen(member));
    if (!m || !name) return msdx_err_nomem(err);
    *m = (struct member){im->member, name, *out};
    im->member = m;
    return MSD_OK;
}
