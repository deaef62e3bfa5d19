/* about.c: what runs here, the contract, and the page. */
#include <jansson.h>
#include <stdlib.h>
#include <zlib.h>

#include "api/api.h"
#include "serve/asset.h"
#include "serve/serve_impl.h"

static msd_status make_stats(msdx_store *store, msdx_buf *out, msd_error *err)
{
    msdx_buf stats = MSDX_BUF_INIT(1 << 26);
    msd_status st = msdx_store_stats(store, true, &stats, err);
    json_t *json = st == MSD_OK ? json_loadb(stats.p, stats.n, 0, NULL) : NULL;
    if (json) (void)json_object_del(json, "store"); /* where it lies is nobody's business */
    char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;
    if (text) msdx_buf_adds(out, text);
    if (st == MSD_OK && !text) st = msdx_err_nomem(err);
    free(text);
    json_decref(json);
    msdx_buf_clear(&stats);
    return st;
}

/* They count every row, so they are kept as long as the store stands still. */
static msd_status put_stats(msdx_request *r, msd_error *err)
{
    msdx_store *store;
    msdx_buf stats = MSDX_BUF_INIT(1 << 26);
    static const char key[] = "what the store holds";
    MSD_TRY(msdx_pool_store(r->serve->pool, &store, err));
    msd_status st = msdx_store_state(store, r->state, err);
    if (st == MSD_OK && !msdx_cache_get(r->serve->cache, key, r->state, &stats)) {
        double began = msdx_now();
        st = make_stats(store, &stats, err);
        if (st == MSD_OK) msdx_cache_put(r->serve->cache, key, r->state, &stats, msdx_now() - began);
    }
    msdx_pool_store_back(r->serve->pool, store, st == MSD_OK);
    if (st == MSD_OK) msdx_buf_add(&r->out, stats.p, stats.n);
    msdx_buf_clear(&stats);
    return st;
}

/* Whoever may not read is only told that the server is there. */
msd_status msdx_get_health(msdx_request *r, msd_error *err)
{
    char model[128], knowledge[32];
    msdx_json j = {.buf = &r->out};
    unsigned scopes = msdx_guard_scopes(r->serve->guard, msdx_header(r, MHD_HTTP_HEADER_AUTHORIZATION));
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "status", "ok");
    msdx_json_put_str(&j, "version", MSD_VERSION);
    if (scopes & MSDX_SCOPE_READ) {
        msdx_api_versions(r->serve->o.engine, model, knowledge);
        msdx_json_put_str(&j, "model", model);
        msdx_json_put_str(&j, "knowledge", knowledge);
        msdx_json_put_int(&j, "seconds", (int64_t)(time(NULL) - r->serve->since));
        msdx_json_key(&j, "store");
        if (r->serve->o.store)
            MSD_TRY(put_stats(r, err));
        else
            msdx_json_null(&j);
    }
    msdx_json_close(&j, '}');
    return MSD_OK;
}

msd_status msdx_get_schema(msdx_request *r, msd_error *err)
{
    (void)err;
    msdx_write_schema(&r->out);
    return MSD_OK;
}

/* ---- the page ---- */

static bool takes_gzip(const msdx_request *r)
{
    const char *accept = msdx_header(r, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    return accept && strstr(accept, "gzip");
}

static msd_status unpack(const msdx_asset *a, msdx_buf *out, msd_error *err)
{
    unsigned char piece[1 << 14];
    z_stream z = {.next_in = (unsigned char *)(size_t)a->gzip, .avail_in = (uInt)a->n_gzip};
    int rc = inflateInit2(&z, 16 + MAX_WBITS);
    while (rc == Z_OK) {
        z.next_out = piece;
        z.avail_out = sizeof piece;
        rc = inflate(&z, Z_NO_FLUSH);
        if (rc == Z_OK || rc == Z_STREAM_END) msdx_buf_add(out, piece, sizeof piece - z.avail_out);
    }
    (void)inflateEnd(&z);
    return rc == Z_STREAM_END ? MSD_OK : msdx_err(err, MSD_EFORMAT, 0, "the page's %s is damaged", a->path);
}

msd_status msdx_get_asset(msdx_request *r, msd_error *err)
{
    const char *path = strcmp(r->path, "/") == 0 ? "/index.html" : r->path;
    for (size_t i = 0; i < msdx_n_asset; i++) {
        const msdx_asset *a = &msdx_assets[i];
        if (strcmp(a->path, path) != 0) continue;
        r->type = a->type;
        r->asset = true;
        r->gzip = takes_gzip(r);
        if (!r->gzip) return unpack(a, &r->out, err);
        msdx_buf_add(&r->out, a->gzip, a->n_gzip);
        return MSD_OK;
    }
    return msdx_serve_problem(r, 404, err, "there is nothing here by that name");
}
