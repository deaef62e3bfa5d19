/* intake.c: what came in, a few documents at a time: read, coded and stored in one transaction with what is known of
 * the items, so that an end at any point loses nothing and doubles nothing. Inputs take turns: an archive that takes
 * an hour does not hold up the news of this minute. */
#include <stdio.h>

#include "api/api.h"
#include "base/hash.h"
#include "watch/watch_impl.h"

enum { BATCH_DOCS = 16, BATCH_BYTES = 64 * 1024, LOOKS = 64, SAID_MOST = 20 };

/* One batch: documents, and the items that they come of. */
struct batch {
    msdx_job *job;
    msd_doc *doc[BATCH_DOCS];
    char *item[BATCH_DOCS]; /* msdx_malloc */
    char hash[BATCH_DOCS][33];
    bool plain[BATCH_DOCS];
    size_t n, n_byte;
    bool ended;      /* the input has */
    const char *why; /* it was no good as a whole; NULL */
};

void msdx_job_free(msdx_job *job)
{
    if (!job) return;
    msdx_source_close(job->source);
    msdx_page_free(job->page);
    msdx_buf_clear(&job->body);
    msdx_buf_clear(&job->said);
    msdx_buf_clear(&job->seen);
    msdx_free(job->name);
    msdx_free(job->etag);
    msdx_free(job->modified);
    msdx_free(job->hash);
    msdx_free(job);
}

void msdx_intake_add(msdx_watch *w, msdx_job *job)
{
    job->said.ceiling = 1 << 20;
    job->seen.ceiling = 1 << 24;
    job->next = NULL;
    if (w->last_job)
        w->last_job->next = job;
    else
        w->job = job;
    w->last_job = job;
}

/* ---- reading ---- */

static msd_status open_job(msdx_job *job, msd_error *err)
{
    const msdx_watch_feed *feed = job->from->feed;
    msdx_stream *stream;
    const msdx_source_options o = {.kind = job->page ? MSDX_READ_ANY : feed->kind,
                                   .max_document = MSDX_MAX_DOCUMENT,
                                   .columns = feed->columns,
                                   .now = msdx_clock_now(&job->from->w->clock) / 1000};
    if (!job->name) {
        MSD_TRY(msdx_stream_open_bytes(&stream, job->body.p ? job->body.p : "", job->body.n, err));
        return msdx_source_over(&job->source, stream, "", &o, err);
    }
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", feed->path, job->name);
    return msdx_source_open(&job->source, path, &o, err);
}

/* `what: why`, kept until the input has ended: what was said the last time is not said again. */
static void refuse(msdx_job *job, const msdx_record *rec, size_t line, const char *why)
{
    job->n_refused++;
    job->from->w->count->n_refused++;
    if (job->n_refused > SAID_MOST) return;
    msdx_buf_addf(&job->said, "%s %s%s%s%s%s:%zu: %s\n", job->name ? "folder" : "feed", job->from->feed->id,
                  job->name ? ": " : "", job->name ? job->name : "", rec->name ? "/" : "", rec->name ? rec->name : "",
                  line ? line : 1, why);
}

/* How an item is called: by its id, its address, or its words. */
static char *item_name(const msd_input *in)
{
    char hex[33];
    const char *name = in->id && *in->id ? in->id : in->url && *in->url ? in->url : NULL;
    if (name && strlen(name) < 1000) return msdx_strdup(name);
    msdx_hash_hex(name ? name : in->n_byte ? in->text : "", name ? strlen(name) : in->n_byte, hex);
    return msdx_strdup(hex);
}

static void hash_item(const msd_input *in, char hex[33])
{
    const char *field[] = {in->id, in->date, in->title, in->url, in->publisher, in->language};
    char text[33];
    msdx_buf all = MSDX_BUF_INIT((size_t)1 << 24);
    for (size_t i = 0; i < sizeof field / sizeof *field; i++) {
        msdx_buf_adds(&all, field[i] ? field[i] : "");
        msdx_buf_addc(&all, 0);
    }
    msdx_hash_hex(in->n_byte ? in->text : "", in->n_byte, text);
    msdx_buf_adds(&all, text);
    msdx_hash_hex(all.p ? all.p : "", all.n, hex);
    msdx_buf_clear(&all);
}

/* An id of a feed's item that is no address is the feed's own: `12` of two feeds are two documents. */
static const char *document_id(const msdx_job *job, const msd_input *in, char room[1200])
{
    if (job->name || !in->id || !*in->id || strchr(in->id, ':')) return in->id;
    snprintf(room, 1200, "%s/%.1000s", job->from->feed->id, in->id);
    return room;
}

/* ---- feeds that give several items one id ---- */

struct seen {
    uint64_t name;
    char content[33];
};

static const struct seen *seen_at(const msdx_job *job, const char *name, size_t n)
{
    const struct seen *have = job->seen.n ? (const void *)job->seen.p : NULL;
    uint64_t hash = msdx_murmur64a(name, n, 1);
    for (size_t i = 0; i < job->seen.n / sizeof *have; i++)
        if (have[i].name == hash) return &have[i];
    return NULL;
}

/* Reading tells such items apart by their place in the feed, which is another one tomorrow: here it is by what they
 * say. True: the item stands in this feed a second time, word for word. */
static bool part_from(msdx_job *job, msd_input *in, char room[1200])
{
    msd_input rest = *in;
    struct seen now;
    const char *mark = in->id ? strrchr(in->id, '#') : NULL;
    if (job->name || !in->id || !*in->id) return false;
    rest.id = NULL;
    hash_item(&rest, now.content);
    const struct seen *first = mark && mark[1] && !mark[1 + strspn(mark + 1, "0123456789")]
                                   ? seen_at(job, in->id, (size_t)(mark - in->id))
                                   : NULL;
    if (first) {
        if (strcmp(first->content, now.content) == 0) return true;
        snprintf(room, 1200, "%.*s#%.12s", (int)(mark - in->id < 1000 ? mark - in->id : 1000), in->id, now.content);
        in->id = room;
        if (seen_at(job, room, strlen(room))) return true;
    }
    now.name = msdx_murmur64a(in->id, strlen(in->id), 1);
    msdx_buf_add(&job->seen, &now, sizeof now);
    return false;
}

/* ---- one item ---- */

/* No document: it is refused. */
static msd_status make_document(struct batch *b, const msdx_record *rec, const msd_input *item, msd_error *err)
{
    char room[1200];
    msd_error why = {0};
    msd_input in = *item;
    in.id = document_id(b->job, item, room);
    b->plain[b->n] = rec->kind == MSDX_READ_TEXT;
    msd_status st = msdx_doc_make(&b->doc[b->n], &in, b->plain[b->n] ? MSDX_DOC_PLAIN : MSDX_DOC_CODE, NULL, &why);
    if (st == MSD_ENOMEM) return msdx_err_nomem(err);
    if (st != MSD_OK) refuse(b->job, rec, rec->line, why.msg);
    return MSD_OK;
}

/* It is in the batch, known, or refused: MSD_OK; else the run has to end. */
static msd_status take_input(struct batch *b, const msdx_record *rec, const msd_input *given, msd_error *err)
{
    msdx_watch *w = b->job->from->w;
    char room[1200];
    msd_input in = *given;
    bool known = part_from(b->job, &in, room);
    char *item = item_name(&in);
    if (!item) return msdx_err_nomem(err);
    b->job->n_item++;
    w->count->n_item++;
    hash_item(&in, b->hash[b->n]);
    msd_status st = MSD_OK;
    b->doc[b->n] = NULL;
    if (!known) st = msdx_watch_item_known(w->store, b->job->from->feed->id, item, b->hash[b->n], &known, err);
    if (st == MSD_OK && !known && !b->job->name && msdx_page_is_wanted(b->job->from, &in))
        st = msdx_page_add(b->job->from, &in, item, b->hash[b->n], err);
    else if (st == MSD_OK && !known)
        st = make_document(b, rec, &in, err);
    w->count->n_known += known;
    if (st == MSD_OK && b->doc[b->n]) {
        b->n_byte += in.n_byte;
        b->item[b->n++] = item;
        return MSD_OK;
    }
    msdx_free(item);
    return st;
}

/* What a feed's address gives may be a page that says that there is no feed. */
static bool is_no_feed(const msdx_job *job, const msdx_record *rec)
{
    return !job->name && job->from->feed->kind == MSDX_READ_ANY &&
           (rec->kind == MSDX_READ_HTML || rec->kind == MSDX_READ_TEXT);
}

static msd_status take_record(struct batch *b, const msdx_record *rec, msd_error *err)
{
    msdx_opened opened;
    msd_error why = {0};
    if (is_no_feed(b->job, rec)) {
        b->why = "no feed, but a page or plain text (where that is meant, say `in html`)";
        b->ended = true;
        return MSD_OK;
    }
    msd_status st = msdx_record_open(rec, &opened, &why);
    if (st != MSD_OK) {
        refuse(b->job, rec, rec->line, why.msg);
        return MSD_OK;
    }
    st = take_input(b, rec, &opened.in, err);
    msdx_opened_close(&opened);
    return st;
}

/* What the feed says not, the page may. */
static void complete(msd_input *in, const msd_input *page)
{
    if (page->n_byte <= in->n_byte) return; /* an invitation to subscribe, as it seems */
    in->text = page->text;
    in->n_byte = page->n_byte;
    if (!in->date) in->date = page->date;
    if (!in->title) in->title = page->title;
    if (!in->publisher) in->publisher = page->publisher;
    if (page->language) in->language = page->language;
}

/* An item whose page has come, or not: then what the feed says of it is the document. */
static msd_status fill_from_page(struct batch *b, msd_error *err)
{
    msdx_job *job = b->job;
    msdx_opened opened;
    msdx_record rec = {0};
    msd_error why = {0};
    msd_input in = job->page->in;
    bool read = job->body.n && open_job(job, &why) == MSD_OK && msdx_source_next(job->source, &rec, &why) == MSD_OK &&
                rec.bytes && rec.kind == MSDX_READ_HTML && msdx_record_open(&rec, &opened, &why) == MSD_OK;
    if (read) complete(&in, &opened.in);
    if (!read && job->body.n) msdx_page_say(job->from, job->page, *why.msg ? why.msg : "no page of text");
    b->ended = true;
    b->item[0] = msdx_strdup(job->page->item);
    memcpy(b->hash[0], job->page->hash, sizeof b->hash[0]);
    b->doc[0] = NULL;
    msd_status st = b->item[0] ? make_document(b, &rec, &in, err) : msdx_err_nomem(err);
    if (st == MSD_OK && !b->doc[0]) st = make_document(b, &rec, &job->page->in, err);
    if (read) msdx_opened_close(&opened);
    msdx_record_clear(&rec);
    if (st == MSD_OK && b->doc[0])
        b->n = 1;
    else
        msdx_free(b->item[0]);
    return st;
}

static msd_status fill(struct batch *b, msd_error *err)
{
    msd_error why = {0};
    msd_status st = MSD_OK;
    if (b->job->page) return fill_from_page(b, err);
    if (!b->job->source && open_job(b->job, &why) != MSD_OK) {
        const msdx_record none = {.line = why.pos};
        refuse(b->job, &none, why.pos, why.msg);
        b->ended = true;
        return MSD_OK;
    }
    for (int i = 0; i < LOOKS && st == MSD_OK && !b->ended && b->n < BATCH_DOCS && b->n_byte < BATCH_BYTES; i++) {
        msdx_record rec = {0};
        msd_status got = msdx_source_next(b->job->source, &rec, &why);
        if (got != MSD_OK && !b->job->name && strcmp(why.msg, MSDX_NO_ITEM) == 0)
            b->ended = true; /* a feed may have nothing to say yet */
        else if (got != MSD_OK)
            refuse(b->job, &rec, why.pos, why.msg);
        else if (!rec.bytes)
            b->ended = true;
        else
            st = take_record(b, &rec, err);
        msdx_record_clear(&rec);
    }
    return st;
}

/* ---- coding ---- */

/* All at once; if that fails, one by one, so that only those fail that must. */
static void code(msdx_watch *w, struct batch *b)
{
    msd_error err;
    if (!b->n || msdx_api_code(w->o->worker, b->doc, b->n, &err) == MSD_OK) return;
    for (size_t i = 0; i < b->n; i++) {
        b->doc[i]->n_claim = 0;
        if (msdx_api_code(w->o->worker, &b->doc[i], 1, &err) == MSD_OK) continue;
        const msdx_record none = {.line = 1};
        refuse(b->job, &none, 1, err.msg);
        msdx_doc_free(b->doc[i]);
        b->doc[i] = NULL;
    }
}

/* ---- storing ---- */

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static msd_status set_run(msdx_watch *w, const msdx_watch_feed *feed, msd_error *err)
{
    if (w->run_set && same(w->licence, feed->licence) && same(w->credit, feed->credit)) return MSD_OK;
    MSD_TRY(w->o->set_run(w->o->ctx, feed->licence, feed->credit, err));
    w->licence = feed->licence;
    w->credit = feed->credit;
    w->run_set = true;
    return MSD_OK;
}

static msd_status put(msdx_watch *w, struct batch *b, size_t i, msd_error *err)
{
    msdx_store_change change;
    const msd_doc *doc = b->doc[i];
    MSD_TRY(msdx_store_put(w->store, doc, doc->n_claim, b->plain[i] ? MSDX_STORE_PLAIN : 0, &change, err));
    w->count->n_new += change.did == MSDX_STORE_NEW;
    w->count->n_revised += change.did == MSDX_STORE_REVISED;
    w->count->n_claim += change.n_added;
    if (change.did != MSDX_STORE_SAME) MSD_TRY(msdx_alert_match(w, b->job->from, doc, err));
    return msdx_watch_item_set(w->store, b->job->from->feed->id, b->item[i], b->hash[i], err);
}

/* A file that was read to its end is an item of its own: it is opened again only when it has changed. */
static msd_status end_input(msdx_watch *w, struct batch *b, msd_error *err)
{
    msdx_job *job = b->job;
    char item[1100];
    if (job->page) {
        msdx_poll_read_page(job->from);
        return msdx_poll_keep(job->from, err);
    }
    if (!job->name) {
        const char *why = b->why ? b->why : !job->n_item && job->n_refused ? "nothing in it could be read" : NULL;
        msdx_poll_read(job->from, job, why);
        return msdx_poll_keep(job->from, err);
    }
    job->from->polled = job->from->ok = msdx_clock_now(&w->clock);
    MSD_TRY(msdx_poll_keep(job->from, err));
    snprintf(item, sizeof item, "file %.1000s", job->name);
    return msdx_watch_item_set(w->store, job->from->feed->id, item, job->hash, err);
}

static msd_status store(msdx_watch *w, void *ctx, msd_error *err)
{
    struct batch *b = ctx;
    MSD_TRY(set_run(w, b->job->from->feed, err));
    for (size_t i = 0; i < b->n; i++)
        if (b->doc[i]) MSD_TRY(put(w, b, i, err));
    MSD_TRY(msdx_alert_fire(w, msdx_clock_now(&w->clock), err));
    return b->ended ? end_input(w, b, err) : MSD_OK;
}

/* ---- one step ---- */

static void say_refused(msdx_job *job)
{
    msdx_watched *f = job->from;
    uint32_t sum = msdx_crc32(0, job->said.p ? job->said.p : "", job->said.n);
    msdx_str rest = {job->said.p ? job->said.p : "", job->said.n};
    bool news = job->name || sum != f->refusals;
    f->refusals = sum;
    while (news && rest.n) {
        const char *end = memchr(rest.p, '\n', rest.n);
        size_t n = (size_t)(end - rest.p);
        msdx_watch_say(f->w, "%.*s", (int)n, rest.p);
        rest = (msdx_str){rest.p + n + 1, rest.n - n - 1};
    }
    if (news && job->n_refused > SAID_MOST)
        msdx_watch_say(f->w, "%s %s: %llu more refused", job->name ? "folder" : "feed", f->feed->id,
                       (unsigned long long)(job->n_refused - SAID_MOST));
}

static msdx_job *take_first(msdx_watch *w)
{
    msdx_job *job = w->job;
    w->job = job->next;
    if (!w->job) w->last_job = NULL;
    job->next = NULL;
    return job;
}

void msdx_intake_step(msdx_watch *w)
{
    struct batch b = {.n = 0};
    msd_error err = {0};
    if (!w->job) return;
    b.job = take_first(w);
    msd_status st = fill(&b, &err);
    if (st == MSD_OK) code(w, &b);
    if (st == MSD_OK && (b.n || b.ended))
        msdx_watch_within(w, store, &b);
    else if (st != MSD_OK)
        msdx_watch_fail(w, st, &err);
    for (size_t i = 0; i < b.n; i++) {
        msdx_doc_free(b.doc[i]);
        msdx_free(b.item[i]);
    }
    if (!b.ended) {
        msdx_intake_add(w, b.job);
        return;
    }
    say_refused(b.job);
    if (b.job->name) b.job->from->n_open--;
    msdx_job_free(b.job);
}
