/* db_audit.c: `masudi db audit`: what marked sheets say of the claims. */
#include <errno.h>
#include <stdint.h>
#include <unistd.h>

#include "base/map.h"
#include "cli/cmd_db.h"
#include "write/audit.h"
#include "write/json.h"

enum { NAME_ROOM = 256 };

/* "sheets/anna.csv" is marked by "anna", where no row says by whom. */
static void marker_of(const char *path, char out[NAME_ROOM])
{
    const char *base = strrchr(path, '/');
    base = base ? base + 1 : path;
    const char *dot = strrchr(base, '.');
    size_t n = dot && dot > base ? (size_t)(dot - base) : strlen(base);
    snprintf(out, NAME_ROOM, "%.*s", (int)(n < NAME_ROOM ? n : NAME_ROOM - 1), base);
}

static msd_status read_sheet(msdx_audit *a, const char *path, size_t *n_refused, msd_error *err)
{
    char marker[NAME_ROOM];
    msdx_map map;
    msdx_buf refused = MSDX_BUF_INIT((size_t)1 << 26);
    marker_of(path, marker);
    MSD_TRY(msdx_map_file(&map, path, err));
    msd_status st = msdx_audit_sheet(a, (msdx_str){map.p ? map.p : "", map.n}, path, marker, &refused, n_refused, err);
    if (refused.n) fputs(msdx_buf_cstr(&refused), stderr);
    msdx_buf_clear(&refused);
    msdx_map_close(&map);
    return st;
}

static msd_status write_file(const char *path, const msdx_buf *buf, msd_error *err)
{
    FILE *f = path ? fopen(path, "w") : stdout;
    if (buf->failed) return msdx_err_nomem(err);
    if (!f) return msdx_err(err, MSD_EIO, 0, "%s: %s", path, strerror(errno));
    bool good = fwrite(buf->p, 1, buf->n, f) == buf->n;
    if (path ? fclose(f) != 0 : fflush(f) != 0) good = false;
    return good ? MSD_OK : msdx_err(err, MSD_EIO, 0, "%s: %s", path ? path : "the output", strerror(errno));
}

/* What `code --calibration` reads: src/api/calibration.c. */
static msd_status write_calibration(const msdx_audit *a, const char *path, msd_error *err)
{
    msdx_calibration c;
    msdx_buf buf = MSDX_BUF_INIT(1 << 20);
    msdx_json j = {.buf = &buf};
    msdx_audit_calibrate(a, &c);
    if (c.failed) return msdx_err_nomem(err);
    if (!c.n) return msdx_err(err, MSD_EFORMAT, 0, "no claim has both a confidence and a mark of its event");
    msdx_json_open(&j, '{');
    msdx_json_put_int(&j, "calibration", 1);
    msdx_json_put_num(&j, "slope", c.slope);
    msdx_json_put_num(&j, "intercept", c.intercept);
    msdx_json_put_int(&j, "claims", (int64_t)c.n);
    msdx_json_key(&j, "drawn_by");
    msdx_json_open(&j, '[');
    for (size_t i = 0; i < msdx_audit_n_draw(a); i++) msdx_json_str(&j, msdx_audit_draw(a, i));
    msdx_json_close(&j, ']');
    msdx_json_close(&j, '}');
    msdx_buf_addc(&buf, '\n');
    msd_status st = write_file(path, &buf, err);
    msdx_buf_clear(&buf);
    return st;
}

static int form_of(const char *out, const char *path)
{
    static const char *const name[] = {"table", "md", "tex", "csv", "json"};
    if (!out) out = path || !isatty(STDOUT_FILENO) ? "md" : "table";
    for (int i = 0; i < 5; i++)
        if (strcmp(out, name[i]) == 0) return i;
    return -1;
}

int msdx_db_audit(const msdx_cli_args *args, const char *const *file, size_t n_file)
{
    const char *path = msdx_cli_get(args, "output"), *calibration = msdx_cli_get(args, "calibration");
    int form = form_of(msdx_cli_get(args, "out"), path);
    size_t n_refused = 0;
    msdx_audit *a = NULL;
    msd_error err = {0};
    msdx_buf buf = MSDX_BUF_INIT((size_t)1 << 28);
    if (n_file == 0) return msdx_cli_usage(args, "audit takes marked sheets, one a marker");
    if (form < 0) return msdx_cli_usage(args, "an audit is table, md, tex, csv or json");
    msd_status st = msdx_audit_new(&a, &err);
    for (size_t i = 0; st == MSD_OK && i < n_file; i++) st = read_sheet(a, file[i], &n_refused, &err);
    if (st == MSD_OK && msdx_audit_n_claim(a) == 0) st = msdx_err(&err, MSD_EFORMAT, 0, "no row has a mark");
    if (st == MSD_OK) msdx_audit_write(a, (msdx_audit_form)form, &buf);
    if (st == MSD_OK) st = write_file(path, &buf, &err);
    if (st == MSD_OK && calibration) st = write_calibration(a, calibration, &err);
    msdx_buf_clear(&buf);
    msdx_audit_free(a);
    if (st != MSD_OK) return msdx_cli_fail(args, &err);
    return n_refused ? MSDX_EXIT_REFUSED : MSDX_EXIT_OK;
}
