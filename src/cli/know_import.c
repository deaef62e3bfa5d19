/* know_import.c: `masudi know import`: read other coders' dictionaries and tell what was read and what was refused. */
#include <stdlib.h>

#include "cli/cmd_know.h"
#include "know/peer.h"
#include "write/json.h"

static const char *dialect_name(const msdx_peer_file *f)
{
    static const char *const name[] = {"PETRARCH", "PETRARCH2", "TABARI"};
    return f->kind == MSDX_PEER_VERBS ? name[f->dialect] : "";
}

static void put_table(msdx_buf *out, const msdx_peer_file *f)
{
    if (f->kind == MSDX_PEER_OTHER && !f->n_refused)
        msdx_buf_addf(out, "%-40s no dictionary, not read\n", f->name);
    else
        msdx_buf_addf(out, "%-40s %-9s %-9s %7u lines: %7u read, %6u blank or comment, %5u refused\n", f->name,
                      msdx_peer_kind_name(f->kind), dialect_name(f), f->n_line, f->n_entry, f->n_idle, f->n_refused);
}

static void put_json(msdx_buf *out, const msdx_peer_file *f)
{
    msdx_json j = {.buf = out};
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "file", f->name);
    msdx_json_put_str(&j, "kind", msdx_peer_kind_name(f->kind));
    msdx_json_put_str(&j, "dialect", dialect_name(f)[0] ? dialect_name(f) : NULL);
    msdx_json_put_int(&j, "lines", f->n_line);
    msdx_json_put_int(&j, "read", f->n_entry);
    msdx_json_put_int(&j, "idle", f->n_idle);
    msdx_json_put_int(&j, "refused", f->n_refused);
    msdx_json_close(&j, '}');
    msdx_buf_addc(out, '\n');
}

/* Gives whether any line was refused. */
static bool tell(const msdx_peer *peer, bool json)
{
    msdx_buf out = MSDX_BUF_INIT((size_t)1 << 26);
    bool refused = false;
    for (size_t i = 0; i < msdx_peer_n_file(peer); i++) {
        const msdx_peer_file *f = msdx_peer_file_at(peer, i);
        refused |= f->n_refused > 0;
        if (json)
            put_json(&out, f);
        else
            put_table(&out, f);
    }
    if (out.n) fwrite(out.p, 1, out.n, stdout);
    msdx_buf_clear(&out);
    return refused;
}

int msdx_know_import_run(const msdx_cli_args *args, const char *const *folder, size_t n_folder)
{
    const char *form = msdx_cli_get(args, "out");
    bool refused = false;
    if (n_folder == 0) return msdx_cli_usage(args, "import needs a folder or a file of dictionaries");
    for (size_t i = 0; i < n_folder; i++) {
        msdx_buf report = MSDX_BUF_INIT((size_t)1 << 29);
        msdx_peer *peer;
        msd_error err = {0};
        msd_status st = msdx_peer_open(&peer, folder[i], &report, &err);
        if (report.n) fwrite(report.p, 1, report.n, stderr);
        msdx_buf_clear(&report);
        if (st != MSD_OK) return msdx_cli_fail(args, &err);
        refused |= tell(peer, form && strcmp(form, "table") != 0);
        msdx_peer_close(peer);
    }
    return refused ? MSDX_EXIT_REFUSED : MSDX_EXIT_OK;
}
