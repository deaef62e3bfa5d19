/* asking.c: what a store is asked for. */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "read/read.h"
#include "serve/serve_impl.h"
#include "write/series.h"

enum {
    CLAIMS = 100,
    CLAIMS_MOST = 1000,
    STREAM = 200,
    COUNTS = 50,
    COUNTS_MOST = 5000,
    PLACES = 2000,
    PAIRS = 200,
    STORIES = 100,
    STORIES_MOST = 1000,
    TEXT_ROOM = 1 << 28
};

msd_status msdx_with_store(msdx_request *r, msdx_asked what, msd_error *err)
{
    msdx_filter f = {0};
    msdx_store *store = NULL;
    msd_status st = msdx_query_filter(r, &f, err);
    if (st == MSD_OK) st = msdx_pool_store(r->serve->pool, &store, err);
    if (st == MSD_OK) st = what(r, store, &f, err);
    msdx_pool_store_back(r->serve->pool, store, st == MSD_OK || st == MSD_EUSAGE);
    msdx_filter_clear(&f);
    return st;
}

void msdx_put_lines(msdx_request *r, const msdx_buf *lines)
{
    for (size_t i = 0; i < lines->n; i++)
        msdx_buf_addc(&r->out, lines->p[i] == '\n' ? (i + 1 < lines->n ? ',' : ' ') : lines->p[i]);
}

/* ---- claims ---- */

/* "12.3" or "12.3n": after claim 3 of document 12; n: newest first. */
static msd_status read_cursor(const msdx_request *r, msdx_store_page *page, msd_error *err)
{
    const char *after = msdx_query(r, "after"), *order = msdx_query(r, "order");
    char *end;
    if (order && strcmp(order, "newest") != 0 && strcmp(order, "oldest") != 0)
        return msdx_err(err, MSD_EUSAGE, 0, "order is newest or oldest");
    page->newest = !order || strcmp(order, "newest") == 0;
    if (!after) return MSD_OK;
    page->document = strtoll(after, &end, 10);
    if (page->document > 0 && *end == '.') page->place = strtoll(end + 1, &end, 10);
    if (page->document <= 0 || page->place < 0 || *end) return msdx_err(err, MSD_EUSAGE, 0, "after is what 'next' was");
    return MSD_OK;
}

static msd_status add_claim(void *ctx, msdx_str line, msd_error *err)
{
    msdx_json *j = ctx;
    (void)err;
    if (j->comma) msdx_buf_addc(j->buf, ',');
    msdx_buf_add(j->buf, line.p, line.n - 1);
    j->comma = true;
    return MSD_OK;
}

static void put_next(msdx_json *j, const msdx_store_page *page)
{
    char next[64] = "";
    if (page->more) snprintf(next, sizeof next, "%lld.%lld", (long long)page->document, (long long)page->place);
    msdx_json_put_str(j, "next", page->more ? next : NULL);
}

static msd_status claims(msdx_request *r, msdx_store *store, msdx_filter *f, msd_error *err)
{
    msdx_store_page page = {0};
    msdx_json j = {.buf = &r->out};
    MSD_TRY(msdx_query_number(r, "limit", CLAIMS, CLAIMS_MOST, &page.limit, err));
    MSD_TRY(read_cursor(r, &page, err));
    msdx_json_open(&j, '{');
    msdx_json_key(&j, "claims");
    msdx_json_open(&j, '[');
    MSD_TRY(msdx_store_query_page(store, f, &page, add_claim, &j, err));
    msdx_json_close(&j, ']');
    put_next(&j, &page);
    msdx_json_close(&j, '}');
    return MSD_OK;
}

/* ---- all of them, as lines ---- */

struct stream {
    msdx_store_page page;
    bool done;
};

static msd_status add_line(void *ctx, msdx_str line, msd_error *err)
{
    (void)err;
    msdx_buf_add(ctx, line.p, line.n);
    return MSD_OK;
}

static msd_status stream_page(msdx_request *r, msdx_store *store, msdx_filter *f, msd_error *err)
{
    struct stream *s = r->more_state;
    MSD_TRY(msdx_store_query_page(store, f, &s->page, add_line, &r->out, err));
    s->done = !s->page.more;
    return MSD_OK;
}

static msd_status more_claims(void *state, msdx_request *r, msdx_buf *out, msd_error *err)
{
    struct stream *s = state;
    (void)out;
    return s->done ? MSD_OK : msdx_with_store(r, stream_page, err);
}

static msd_status start_stream(msdx_request *r, msd_error *err)
{
    msdx_filter f = {0};
    msd_status st = msdx_query_filter(r, &f, err); /* a wrong one is told now, with its status */
    msdx_filter_clear(&f);
    MSD_TRY(st);
    struct stream *s = msdx_calloc(1, sizeof *s);
    if (!s) return msdx_err_nomem(err);
    r->more_state = s;
    r->more_free = msdx_free;
    s->page.limit = STREAM;
    MSD_TRY(read_cursor(r, &s->page, err));
    r->type = "application/x-ndjson";
    r->more = more_claims;
    return MSD_OK;
}

msd_status msdx_get_claims(msdx_request *r, msd_error *err)
{
    return msdx_wants_lines(r) ? start_stream(r, err) : msdx_with_store(r, claims, err);
}

/* What became of it: lines of JSON, the claim as it is now among them. */
static msd_status claim(msdx_request *r, msdx_store *store, msdx_filter *f, msd_error *err)
{
    (void)f;
    msdx_buf lines = MSDX_BUF_INIT(TEXT_ROOM);
    msd_status st = msdx_store_history(store, r->rest, &lines, err);
    if (st == MSD_EUSAGE) st = msdx_serve_problem(r, 404, err, "there is no claim of that name");
    msdx_buf_adds(&r->out, "{\"history\":[");
    if (st == MSD_OK) msdx_put_lines(r, &lines);
    msdx_buf_adds(&r->out, "]}");
    msdx_buf_clear(&lines);
    return st;
}

msd_status msdx_get_claim(msdx_request *r, msd_error *err)
{
    return msdx_with_store(r, claim, err);
}

/* ---- documents ---- */

static msd_status put_document(void *ctx, const msdx_store_doc *doc, msd_error *err)
{
    msdx_json *j = ctx;
    (void)err;
    msdx_json_put_str(j, "id", doc->in.id);
    msdx_json_put_str(j, "title", doc->in.title);
    msdx_json_put_str(j, "date", doc->in.date);
    msdx_json_put_str(j, "url", doc->in.url);
    msdx_json_put_str(j, "publisher", doc->in.publisher);
    msdx_json_put_str(j, "language", doc->in.language);
    msdx_json_put_str(j, "licence", doc->licence);
    msdx_json_put_str(j, "attribution", doc->attribution);
    msdx_json_put_str(j, "coder", doc->coder);
    msdx_json_put_str(j, "model", doc->model);
    msdx_json_put_str(j, "knowledge", doc->knowledge);
    msdx_json_put_str(j, "text", doc->in.text); /* null: not kept */
    return MSD_OK;
}

static msd_status document(msdx_request *r, msdx_store *store, msdx_filter *f, msd_error *err)
{
    msdx_json j = {.buf = &r->out};
    msdx_store_page page = {.limit = COUNTS_MOST};
    bool found;
    msdx_json_open(&j, '{');
    MSD_TRY(msdx_store_document(store, r->rest, &found, put_document, &j, err));
    if (!found) return msdx_serve_problem(r, 404, err, "there is no document of that name");
    f->doc = r->rest;
    msdx_json_key(&j, "claims");
    msdx_json_open(&j, '[');
    do {
        MSD_TRY(msdx_store_query_page(store, f, &page, add_claim, &j, err));
    } while (page.more);
    msdx_json_close(&j, ']');
    msdx_json_close(&j, '}');
    return MSD_OK;
}

msd_status msdx_get_document(msdx_request *r, msd_error *err)
{
    return msdx_with_store(r, document, err);
}

/* ---- stories ---- */

static msd_status stories(msdx_request *r, msdx_store *store, msdx_filter *f, msd_error *err)
{
    uint64_t least, limit;
    msdx_buf lines = MSDX_BUF_INIT(TEXT_ROOM);
    bool current;
    MSD_TRY(msdx_query_number(r, "least", 1, 1000000, &least, err));
    MSD_TRY(msdx_query_number(r, "limit", STORIES, STORIES_MOST, &limit, err));
    MSD_TRY(msdx_store_stories_current(store, &current, err));
    msd_status st = msdx_store_list_stories(store, f, least, limit, true, &lines, err);
    msdx_buf_addf(&r->out, "{\"current\":%s,\"stories\":[", current ? "true" : "false");
    if (st == MSD_OK) msdx_put_lines(r, &lines);
    msdx_buf_adds(&r->out, "]}");
    msdx_buf_clear(&lines);
    return st;
}

msd_status msdx_get_stories(msdx_request *r, msd_error *err)
{
    return msdx_with_store(r, stories, err);
}

/* One object of the lines: what became of the name first, then the story, if there is still one. */
static void put_story(const msdx_buf *lines, msdx_buf *out)
{
    static const char story_line[] = "{\"story\":";
    const char *p = lines->p, *end = lines->p + lines->n, *told = NULL;
    msdx_buf_adds(out, "{\"changes\":[");
    for (const char *line = p; line < end;) {
        const char *nl = memchr(line, '\n', (size_t)(end - line));
        if (!nl) nl = end;
        if ((size_t)(nl - line) >= sizeof story_line && memcmp(line, story_line, sizeof story_line - 1) == 0) {
            told = line;
        } else {
            if (line > p) msdx_buf_addc(out, ',');
            msdx_buf_add(out, line, (size_t)(nl - line));
        }
        line = nl + 1;
    }
    msdx_buf_adds(out, told ? "]," : "]}\n");
    if (told) msdx_buf_add(out, told + 1, (size_t)(end - told) - 1);
}

static msd_status story(msdx_request *r, msdx_store *store, msdx_filter *f, msd_error *err)
{
    (void)f;
    msdx_buf lines = MSDX_BUF_INIT(TEXT_ROOM);
    msd_status st = msdx_store_story(store, r->rest, true, &lines, err);
    if (st == MSD_OK) put_story(&lines, &r->out);
    msdx_buf_clear(&lines);
    return st == MSD_EUSAGE ? msdx_serve_problem(r, 404, err, "there is no story of that name") : st;
}

msd_status msdx_get_story(msdx_request *r, msd_error *err)
{
    return msdx_with_store(r, story, err);
}

/* ---- counts, map, network ---- */

static msd_status counts(msdx_request *r, msdx_store *store, msdx_filter *f, msd_error *err)
{
    uint64_t limit;
    const char *by = msdx_query(r, "by");
    MSD_TRY(msdx_query_number(r, "limit", COUNTS, COUNTS_MOST, &limit, err));
    if (!by) return msdx_err(err, MSD_EUSAGE, 0, "by: what is to be counted apart?");
    msdx_json j = {.buf = &r->out};
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "by", by);
    msdx_json_key(&j, "counts");
    MSD_TRY(msdx_store_count(store, f, by, limit, &r->out, err));
    msdx_json_close(&j, '}');
    return MSD_OK;
}

msd_status msdx_get_counts(msdx_request *r, msd_error *err)
{
    return msdx_with_store(r, counts, err);
}

static msd_status places(msdx_request *r, msdx_store *store, msdx_filter *f, msd_error *err)
{
    uint64_t limit;
    MSD_TRY(msdx_query_number(r, "limit", PLACES, COUNTS_MOST, &limit, err));
    msdx_buf_adds(&r->out, "{\"type\":\"FeatureCollection\",\"features\":");
    MSD_TRY(msdx_store_places(store, f, limit, &r->out, err));
    msdx_buf_adds(&r->out, "}\n");
    return MSD_OK;
}

msd_status msdx_get_places(msdx_request *r, msd_error *err)
{
    return msdx_with_store(r, places, err);
}

static msd_status network(msdx_request *r, msdx_store *store, msdx_filter *f, msd_error *err)
{
    uint64_t limit;
    MSD_TRY(msdx_query_number(r, "limit", PAIRS, COUNTS_MOST, &limit, err));
    msdx_buf_adds(&r->out, "{\"pairs\":");
    MSD_TRY(msdx_store_pairs(store, f, limit, &r->out, err));
    msdx_buf_adds(&r->out, "}\n");
    return MSD_OK;
}

msd_status msdx_get_network(msdx_request *r, msd_error *err)
{
    return msdx_with_store(r, network, err);
}

/* ---- series ---- */

struct adding {
    msdx_series *series;
    msdx_lines *lines;
    bool every;
};

static msd_status add_to_series(void *ctx, msdx_str line, msd_error *err)
{
    struct adding *a = ctx;
    msd_doc *doc;
    uint32_t n;
    bool taken, dated;
    MSD_TRY(msdx_lines_add(a->lines, line, &taken, err));
    MSD_TRY(msdx_lines_take(a->lines, &doc, &n, err));
    msd_status st = MSD_OK;
    if (a->every || doc->claim->status == MSD_ACTUAL) st = msdx_series_add(a->series, doc, doc->claim, &dated, err);
    msdx_doc_free(doc);
    return st;
}

static msd_status series(msdx_request *r, msdx_store *store, msdx_filter *f, msd_error *err)
{
    static const char *const by[] = {"dyad", "place", "country", "event"}, *const each[] = {"month", "week", "day"};
    static const msdx_period period[] = {MSDX_MONTH, MSDX_WEEK, MSDX_DAY};
    struct adding a = {.every = f->status != 0};
    int k_by, k_each;
    MSD_TRY(msdx_query_one_of(r, "by", by, 4, &k_by, err));
    MSD_TRY(msdx_query_one_of(r, "each", each, 3, &k_each, err));
    msd_status st = msdx_series_new(&a.series, (msdx_series_by)k_by, period[k_each], err);
    if (st == MSD_OK) st = msdx_lines_new(&a.lines, err);
    if (st == MSD_OK) st = msdx_store_query(store, f, 0, 0, add_to_series, &a, err);
    if (st == MSD_OK) {
        msdx_buf_adds(&r->out, "{\"points\":");
        msdx_series_json(a.series, &r->out, false);
        msdx_buf_adds(&r->out, "}\n");
    }
    msdx_series_free(a.series);
    msdx_lines_free(a.lines);
    return st;
}

msd_status msdx_get_series(msdx_request *r, msd_error *err)
{
    return msdx_with_store(r, series, err);
}
