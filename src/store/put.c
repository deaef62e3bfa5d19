/* put.c: a document and its claims into the tables. What is there already and
 * the same stays as it is; what a new text or a new version no longer says is
 * marked superseded by the run that found out. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "store/store_impl.h"
#include "write/fold.h"

const char *const msdx_store_sql_text[MSDX_N_STMT] = {
    [MSDX_RUN_FIND] = "SELECT id FROM run WHERE coder = ?1 AND model = ?2 AND knowledge = ?3 AND options = ?4",
    [MSDX_RUN_ADD] = "INSERT INTO run (coder, model, knowledge, options, begun) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING "
                     "id",
    [MSDX_DOC_FIND] = "SELECT d.id, r.source, r.id, r.n, r.hash, r.coded, r.body FROM document d JOIN revision r ON "
                      "r.document = d.id AND r.superseded IS NULL WHERE d.name = ?1",
    [MSDX_DOC_ADD] = "INSERT INTO document (name, added) VALUES (?1, ?2) RETURNING id",
    [MSDX_SOURCE_FIND] = "SELECT id FROM source WHERE name = ?1",
    [MSDX_SOURCE_ADD] = "INSERT INTO source (name) VALUES (?1) RETURNING id",
    [MSDX_SOURCE_SET] = "UPDATE source SET licence = coalesce(?2, licence), attribution = coalesce(?3, attribution) "
                        "WHERE id = ?1",
    [MSDX_BODY_FIND] = "SELECT id FROM body WHERE hash = ?1",
    [MSDX_BODY_ADD] = "INSERT INTO body (hash, n_byte, text) VALUES (?1, ?2, ?3) RETURNING id",
    [MSDX_REV_ADD] =
        "INSERT INTO revision (document, n, hash, body, plain, date, title, url, publisher, language, run, "
        "coded, added, source) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, ?12, ?13) "
        "RETURNING id",
    [MSDX_REV_END] = "UPDATE revision SET superseded = ?2 WHERE id = ?1",
    [MSDX_REV_CODED] = "UPDATE revision SET coded = ?2 WHERE id = ?1",
    [MSDX_SENT_FIND] = "SELECT id FROM sentence WHERE revision = ?1 AND n = ?2 AND start_cp = ?3 AND end_cp = ?4",
    [MSDX_SENT_ADD] = "INSERT INTO sentence (revision, n, start_cp, end_cp, text) VALUES (?1, ?2, ?3, ?4, ?5) "
                      "RETURNING id",
    [MSDX_PLACE_FIND] = "SELECT id FROM place WHERE hash = ?1",
    [MSDX_PLACE_ADD] = "INSERT INTO place (hash, name, country, admin1, latitude, longitude, geonames, precision) "
                       "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id",
    [MSDX_CLAIM_LIST] =
        "SELECT c.id, c.uid, c.n, s.n, s.start_cp, s.end_cp, c.body FROM claim c JOIN sentence s ON s.id "
        "= c.sentence WHERE c.document = ?1 AND c.superseded IS NULL ORDER BY c.n",
    [MSDX_CLAIM_ADD] =
        "INSERT INTO claim (uid, document, revision, n, sentence, run, event, mode, status, hedge, cameo, quad, "
        "goldstein, intensity, day_start, day_end, when_start, when_end, place, dead, injured, arrested, displaced, "
        "participants, confidence, rule, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
        "?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27) RETURNING id",
    [MSDX_CLAIM_END] = "UPDATE claim SET superseded = ?2 WHERE id = ?1",
    [MSDX_CLAIM_ORDER] = "UPDATE claim SET n = ?2 WHERE id = ?1",
    [MSDX_ENTITY_FIND] = "SELECT id FROM entity WHERE hash = ?1",
    [MSDX_ENTITY_ADD] = "INSERT INTO entity (hash, name, entity, country, sector, sectors, code, aligned) VALUES (?1, "
                        "?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id",
    [MSDX_PART_ADD] = "INSERT INTO part (entity, role, claim, n, kind, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [MSDX_LINK_ADD] = "INSERT INTO link (claim, n, kind, target) VALUES (?1, ?2, ?3, ?4)",
    [MSDX_DYAD_ADD] = "INSERT INTO dyad (actor, recipient, month, claim) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO "
                      "NOTHING"};

/* What of a document is in the store. */
struct stored {
    int64_t document, source, revision, n, coded;
    bool has_body;
    char hash[33];
};

struct put {
    msdx_store *s;
    const msd_doc *doc;
    uint32_t n_claim;
    unsigned flags;
    struct stored at;
    char body_hash[33], hash[33], now[24];
    msdx_store_change *change;
};

/* Start, and run to the end; a first number comes back. */
static msd_status run_stmt(msdx_store *s, int which, const msdx_sql_arg *arg, size_t n, int64_t *id, msd_error *err)
{
    msdx_sql_stmt *stmt;
    MSD_TRY(msdx_store_stmt(s, which, &stmt, err));
    return msdx_sql_run(stmt, arg, n, id, err);
}
#define DO(s, which, id, err, ...) run_stmt((s), (which), MSDX_SQL_ARGS(__VA_ARGS__), (id), (err))

static msdx_sql_arg text_of(msdx_str s)
{
    return msdx_sql_str((msdx_str){s.n ? s.p : NULL, s.n});
}

/* A string that must be there: "" stays "". */
static msdx_sql_arg need(const char *s)
{
    return msdx_sql_str(msdx_str_of(s ? s : ""));
}

/* ---- who codes ---- */

static msd_status find_run(msdx_store *s, msd_error *err)
{
    if (s->run) return MSD_OK;
    return DO(s, MSDX_RUN_FIND, &s->run, err, need(s->coder), need(s->model), need(s->knowledge), need(s->options));
}

msd_status msdx_store_need_run(msdx_store *s, msd_error *err)
{
    char now[24];
    MSD_TRY(find_run(s, err));
    if (s->run) return MSD_OK;
    msdx_store_now(now);
    return DO(s, MSDX_RUN_ADD, &s->run, err, need(s->coder), need(s->model), need(s->knowledge), need(s->options),
              need(now));
}

/* ---- which document ---- */

static void hash_field(msdx_buf *buf, const char *s)
{
    msdx_buf_adds(buf, s ? s : "");
    msdx_buf_addc(buf, 0);
}

/* Two documents are the same when their texts and all that is said of them are. */
static msd_status hash_doc(msdx_store *s, const msd_doc *doc, char body_hash[33], char hash[33], msd_error *err)
{
    msdx_hash_hex(doc->body.text, doc->body.n_byte, body_hash);
    msdx_buf_reset(&s->body);
    hash_field(&s->body, body_hash);
    hash_field(&s->body, doc->has_title ? doc->title.text : "");
    hash_field(&s->body, doc->date);
    hash_field(&s->body, doc->url);
    hash_field(&s->body, doc->publisher);
    hash_field(&s->body, doc->language);
    if (s->body.failed) return msdx_err_nomem(err);
    msdx_hash_hex(s->body.p, s->body.n, hash);
    return MSD_OK;
}

static msd_status find_doc(msdx_store *s, const char *name, struct stored *at, msd_error *err)
{
    const msdx_sql_driver *d = s->sql;
    msdx_sql_stmt *stmt;
    bool row;
    *at = (struct stored){0};
    MSD_TRY(msdx_store_stmt(s, MSDX_DOC_FIND, &stmt, err));
    MSD_TRY(msdx_sql_first(stmt, MSDX_SQL_ARGS(need(name)), &row, err));
    if (row) {
        at->document = d->get_int(stmt, 0);
        at->source = d->get_int(stmt, 1);
        at->revision = d->get_int(stmt, 2);
        at->n = d->get_int(stmt, 3);
        msdx_str hash = msdx_store_text(stmt, 4);
        snprintf(at->hash, sizeof at->hash, "%.*s", (int)hash.n, hash.p);
        at->coded = d->get_int(stmt, 5);
        at->has_body = d->kind(stmt, 6) != MSDX_SQL_NULL;
    }
    d->stop(stmt);
    return MSD_OK;
}

msd_status msdx_store_knows(msdx_store *store, const msd_doc *doc, unsigned flags, bool *yes, msd_error *err)
{
    struct stored at;
    char body_hash[33], hash[33];
    (void)flags;
    *yes = false;
    MSD_TRY(find_run(store, err));
    if (!store->run) return MSD_OK;
    MSD_TRY(find_doc(store, doc->id, &at, err));
    if (!at.document || at.coded != store->run) return MSD_OK;
    MSD_TRY(hash_doc(store, doc, body_hash, hash, err));
    *yes = strcmp(hash, at.hash) == 0;
    return MSD_OK;
}

/* Who published it: by name, else by the host of its address. */
static msdx_str source_name(const msd_doc *doc)
{
    if (doc->publisher) return msdx_str_of(doc->publisher);
    const char *host = doc->url ? strstr(doc->url, "://") : NULL;
    if (!host) return (msdx_str){"", 0};
    host += 3;
    if (strncmp(host, "www.", 4) == 0) host += 4;
    return (msdx_str){host, strcspn(host, "/:?#")};
}

static msd_status put_source(struct put *p, int64_t *id, msd_error *err)
{
    msdx_sql_arg name = msdx_sql_str(source_name(p->doc));
    MSD_TRY(DO(p->s, MSDX_SOURCE_FIND, id, err, name));
    return *id ? MSD_OK : DO(p->s, MSDX_SOURCE_ADD, id, err, name);
}

static msd_status put_licence(struct put *p, msd_error *err)
{
    msdx_store *s = p->s;
    if (!s->licence && !s->attribution) return MSD_OK;
    return DO(s, MSDX_SOURCE_SET, NULL, err, msdx_sql_int(p->at.source), msdx_sql_text(s->licence),
              msdx_sql_text(s->attribution));
}

static msd_status put_body(struct put *p, int64_t *id, msd_error *err)
{
    const msdx_unit *u = &p->doc->body;
    msdx_sql_arg hash = need(p->body_hash), text = {0};
    if (!(p->flags & MSDX_STORE_NO_TEXT)) text = msdx_sql_str((msdx_str){u->text, u->n_byte});
    MSD_TRY(DO(p->s, MSDX_BODY_FIND, id, err, hash));
    return *id ? MSD_OK : DO(p->s, MSDX_BODY_ADD, id, err, hash, msdx_sql_int(u->n_byte), text);
}

static msd_status put_revision(struct put *p, msd_error *err)
{
    const msd_doc *doc = p->doc;
    msdx_sql_arg body = {0}, title = {0};
    int64_t id;
    MSD_TRY(put_source(p, &p->at.source, err));
    if (!(p->flags & MSDX_STORE_CLAIMS)) {
        MSD_TRY(put_body(p, &id, err));
        body = msdx_sql_int(id);
    }
    if (doc->has_title && !(p->flags & MSDX_STORE_NO_TEXT))
        title = msdx_sql_str((msdx_str){doc->title.text, doc->title.n_byte});
    return DO(p->s, MSDX_REV_ADD, &p->at.revision, err, msdx_sql_int(p->at.document), msdx_sql_int(p->at.n + 1),
              need(p->hash), body, msdx_sql_int((p->flags & MSDX_STORE_PLAIN) != 0), msdx_sql_text(doc->date), title,
              msdx_sql_text(doc->url), msdx_sql_text(doc->publisher), msdx_sql_text(doc->language),
              msdx_sql_int(p->s->run), need(p->now), msdx_sql_int(p->at.source));
}

static msd_status put_document(struct put *p, msd_error *err)
{
    return DO(p->s, MSDX_DOC_ADD, &p->at.document, err, need(p->doc->id), need(p->now));
}

/* ---- the parts of a claim ---- */

static msd_status put_sentence(struct put *p, const msd_claim *c, int64_t *id, msd_error *err)
{
    msdx_store *s = p->s;
    msd_span span = msdx_write_sentence(p->doc, c->sentence);
    msdx_str text = msdx_write_words(msdx_write_unit(p->doc, c->sentence), &span, "");
    msdx_sql_arg revision = msdx_sql_int(p->at.revision), n = msdx_sql_int(c->sentence);
    msdx_sql_arg from = msdx_sql_int(span.start_cp), to = msdx_sql_int(span.end_cp);
    if (p->flags & MSDX_STORE_NO_TEXT) text.n = 0;
    MSD_TRY(DO(s, MSDX_SENT_FIND, id, err, revision, n, from, to));
    if (*id) return MSD_OK;
    MSD_TRY(DO(s, MSDX_SENT_ADD, id, err, revision, n, from, to, text_of(text)));
    msdx_buf_reset(&s->words);
    msdx_fold_words(&s->words, text, false);
    if (s->words.failed) return msdx_err_nomem(err);
    if (s->words.n == 0) return MSD_OK;
    return DO(s, MSDX_WORDS_ADD, NULL, err, msdx_sql_int(*id), msdx_sql_str((msdx_str){s->words.p, s->words.n}));
}

static void hash_point(msdx_buf *key, const msd_where *w)
{
    msdx_buf_addf(key, "%u %d %d", w->geonames, (int)w->precision, w->has_point);
    if (w->has_point) msdx_buf_addf(key, " %.17g %.17g", w->latitude, w->longitude);
}

static msd_status put_place(struct put *p, const msd_where *w, int64_t *id, msd_error *err)
{
    msdx_store *s = p->s;
    msdx_buf key = MSDX_BUF_INIT((size_t)1 << 20);
    msdx_sql_arg lat = {0}, lon = {0}, geonames = {0};
    char hash[33];
    hash_field(&key, w->name);
    hash_field(&key, w->country);
    hash_field(&key, w->admin1);
    hash_point(&key, w);
    bool failed = key.failed;
    if (!failed) msdx_hash_hex(key.p, key.n, hash);
    msdx_buf_clear(&key);
    if (failed) return msdx_err_nomem(err);
    MSD_TRY(DO(s, MSDX_PLACE_FIND, id, err, need(hash)));
    if (*id) return MSD_OK;
    if (w->has_point) lat = msdx_sql_real(w->latitude), lon = msdx_sql_real(w->longitude);
    if (w->geonames) geonames = msdx_sql_int(w->geonames);
    MSD_TRY(DO(s, MSDX_PLACE_ADD, id, err, need(hash), msdx_sql_text(w->name), msdx_sql_text(w->country),
               msdx_sql_text(w->admin1), lat, lon, geonames, need(msd_place_precision_name(w->precision))));
    if (!w->has_point || !s->sql->dialect->add_place) return MSD_OK;
    return DO(s, MSDX_BOX_ADD, NULL, err, msdx_sql_int(*id), lat, lon);
}

static void join(msdx_buf *out, const msd_strings *list)
{
    for (size_t i = 0; i < list->n; i++) {
        if (i) msdx_buf_addc(out, ' ');
        msdx_buf_adds(out, list->item[i]);
    }
    msdx_buf_addc(out, 0);
}

static msd_status put_entity(struct put *p, const msd_entity *e, int64_t *id, msd_error *err)
{
    msdx_store *s = p->s;
    char hash[33];
    msdx_buf *key = &s->words;
    msdx_buf_reset(key);
    join(key, &e->sectors);
    size_t aligned = key->n;
    join(key, &e->aligned);
    hash_field(key, e->name);
    hash_field(key, e->entity);
    hash_field(key, e->country);
    hash_field(key, e->sector);
    hash_field(key, e->code);
    if (key->failed) return msdx_err_nomem(err);
    msdx_hash_hex(key->p, key->n, hash);
    MSD_TRY(DO(s, MSDX_ENTITY_FIND, id, err, need(hash)));
    if (*id) return MSD_OK;
    return DO(s, MSDX_ENTITY_ADD, id, err, need(hash), msdx_sql_text(e->name), msdx_sql_text(e->entity),
              msdx_sql_text(e->country), msdx_sql_text(e->sector), msdx_sql_text(key->p), msdx_sql_text(e->code),
              msdx_sql_text(key->p + aligned));
}

static msd_status put_part(struct put *p, int64_t claim, const char *role, size_t n, const msd_entity *e,
                           const char *kind, int32_t sentence, msd_error *err)
{
    int64_t entity;
    MSD_TRY(put_entity(p, e, &entity, err));
    msdx_str text = msdx_write_words(msdx_write_unit(p->doc, sentence), &e->span, e->text);
    return DO(p->s, MSDX_PART_ADD, NULL, err, msdx_sql_int(entity), need(role), msdx_sql_int(claim),
              msdx_sql_int((int64_t)n), need(kind), text_of(text));
}

static msd_status put_parts(struct put *p, int64_t id, const msd_claim *c, msd_error *err)
{
    for (size_t i = 0; i < c->n_actor; i++)
        MSD_TRY(put_part(p, id, "actor", i, &c->actors[i], msd_via_name(c->actors[i].via), c->sentence, err));
    for (size_t i = 0; i < c->n_recipient; i++)
        MSD_TRY(
            put_part(p, id, "recipient", i, &c->recipients[i], msd_via_name(c->recipients[i].via), c->sentence, err));
    for (size_t i = 0; i < c->n_attribution; i++)
        MSD_TRY(put_part(p, id, "attribution", i, &c->attribution[i].who, msd_source_kind_name(c->attribution[i].kind),
                         c->sentence, err));
    for (size_t i = 0; i < c->n_link; i++) {
        if (c->links[i].claim >= p->doc->n_claim) continue;
        MSD_TRY(DO(p->s, MSDX_LINK_ADD, NULL, err, msdx_sql_int(id), msdx_sql_int((int64_t)i),
                   need(msd_link_kind_name(c->links[i].kind)), need(p->doc->claim[c->links[i].claim].id)));
    }
    return MSD_OK;
}

/* ---- pairs of countries by month ---- */

enum { MONTHS_MOST = 14 };

/* Months since year 0 of "2020-09..."; -1 when it does not say one. */
static int month_of(const char *day)
{
    for (int i = 0; i < 7; i++)
        if (i == 4 ? day[i] != '-' : day[i] < '0' || day[i] > '9') return -1;
    int year = (day[0] - '0') * 1000 + (day[1] - '0') * 100 + (day[2] - '0') * 10 + day[3] - '0';
    int month = (day[5] - '0') * 10 + day[6] - '0';
    return month >= 1 && month <= 12 ? year * 12 + month - 1 : -1;
}

static msd_status put_pair(struct put *p, int64_t id, const char *actor, const char *recipient, int from, int to,
                           msd_error *err)
{
    for (int m = from; m <= to; m++)
        MSD_TRY(DO(p->s, MSDX_DYAD_ADD, NULL, err, need(actor), need(recipient),
                   msdx_sql_int(m < 0 ? 0 : m / 12 * 100 + m % 12 + 1), msdx_sql_int(id)));
    return MSD_OK;
}

static msd_status put_dyads(struct put *p, int64_t id, const msd_claim *c, const char *start, const char *end,
                            msd_error *err)
{
    int from = month_of(start), to = month_of(end);
    if (from < 0 || to < from || to - from >= MONTHS_MOST) from = to = -1;
    for (size_t i = 0; i < (c->n_actor ? c->n_actor : 1); i++)
        for (size_t k = 0; k < (c->n_recipient ? c->n_recipient : 1); k++)
            MSD_TRY(put_pair(p, id, c->n_actor ? c->actors[i].country : NULL,
                             c->n_recipient ? c->recipients[k].country : NULL, from, to, err));
    return MSD_OK;
}

/* ---- claims ---- */

static msdx_sql_arg count_arg(int64_t n)
{
    return n < 0 ? (msdx_sql_arg){0} : msdx_sql_int(n);
}

/* As the place-th of its document. */
static msd_status put_claim(struct put *p, const msd_claim *c, int64_t at, msdx_str body, msd_error *err)
{
    const msd_magnitude *m = &c->magnitude;
    const char *start = *c->when.start ? c->when.start : p->doc->date ? p->doc->date : "";
    const char *end = *c->when.end ? c->when.end : start;
    int64_t sentence, id, place = 0;
    MSD_TRY(put_sentence(p, c, &sentence, err));
    if (c->where.present) MSD_TRY(put_place(p, &c->where, &place, err));
    MSD_TRY(DO(p->s, MSDX_CLAIM_ADD, &id, err, need(c->id), msdx_sql_int(p->at.document), msdx_sql_int(p->at.revision),
               msdx_sql_int(at), msdx_sql_int(sentence), msdx_sql_int(p->s->run), need(c->event),
               msdx_sql_text(c->mode), need(msd_claim_status_name(c->status)), need(msd_hedge_name(c->hedge)),
               msdx_sql_text(c->cameo), msdx_sql_text(c->quad), msdx_sql_real(c->goldstein),
               msdx_sql_real(c->intensity), msdx_sql_text(start), msdx_sql_text(end), msdx_sql_text(c->when.start),
               msdx_sql_text(c->when.end), place ? msdx_sql_int(place) : count_arg(-1), count_arg(m->dead),
               count_arg(m->injured), count_arg(m->arrested), count_arg(m->displaced), count_arg(m->participants),
               msdx_sql_real(c->confidence), msdx_sql_text(c->rule), msdx_sql_str(body)));
    MSD_TRY(put_parts(p, id, c, err));
    p->change->n_added++;
    return put_dyads(p, id, c, start, end, err);
}

/* A current claim of the store: enough to tell whether a new one is the same. */
struct old {
    int64_t id, n;
    char uid[33], sign[33];
    bool kept;
};

struct olds {
    struct old *at;
    size_t n, room;
};

static void sign(char out[33], msdx_buf *buf, int64_t n, int64_t start, int64_t end, msdx_str body)
{
    msdx_buf_reset(buf);
    msdx_buf_addf(buf, "%lld %lld %lld ", (long long)n, (long long)start, (long long)end);
    msdx_buf_add(buf, body.p, body.n);
    *out = 0;
    if (!buf->failed) msdx_hash_hex(buf->p, buf->n, out);
}

static msd_status add_old(struct put *p, struct olds *olds, msdx_sql_stmt *row, msd_error *err)
{
    const msdx_sql_driver *d = p->s->sql;
    if (olds->n == olds->room) {
        size_t room = olds->room ? olds->room * 2 : 64;
        struct old *more = msdx_realloc(olds->at, room, sizeof *more);
        if (!more) return msdx_err_nomem(err);
        olds->at = more;
        olds->room = room;
    }
    struct old *o = &olds->at[olds->n++];
    *o = (struct old){.id = d->get_int(row, 0), .n = d->get_int(row, 2)};
    msdx_str uid = msdx_store_text(row, 1);
    snprintf(o->uid, sizeof o->uid, "%.*s", (int)uid.n, uid.p);
    sign(o->sign, &p->s->words, d->get_int(row, 3), d->get_int(row, 4), d->get_int(row, 5), msdx_store_text(row, 6));
    return p->s->words.failed ? msdx_err_nomem(err) : MSD_OK;
}

static msd_status list_olds(struct put *p, struct olds *olds, msd_error *err)
{
    msdx_sql_stmt *stmt;
    bool row;
    MSD_TRY(msdx_store_stmt(p->s, MSDX_CLAIM_LIST, &stmt, err));
    msd_status st = msdx_sql_first(stmt, MSDX_SQL_ARGS(msdx_sql_int(p->at.document)), &row, err);
    while (st == MSD_OK && row) {
        st = add_old(p, olds, stmt, err);
        if (st == MSD_OK) st = p->s->sql->step(stmt, &row, err);
    }
    p->s->sql->stop(stmt);
    return st;
}

static struct old *find_old(struct olds *olds, const char *uid, const char *signature)
{
    for (size_t i = 0; i < olds->n; i++) {
        struct old *o = &olds->at[i];
        if (!o->kept && strcmp(o->uid, uid) == 0 && strcmp(o->sign, signature) == 0) return o;
    }
    return NULL;
}

static msd_status end_olds(struct put *p, struct olds *olds, msd_error *err)
{
    for (size_t i = 0; i < olds->n; i++) {
        if (olds->at[i].kept) continue;
        MSD_TRY(msdx_store_need_run(p->s, err));
        p->s->ended = true;
        MSD_TRY(DO(p->s, MSDX_CLAIM_END, NULL, err, msdx_sql_int(olds->at[i].id), msdx_sql_int(p->s->run)));
        p->change->n_superseded++;
    }
    return MSD_OK;
}

/* The claims of the document; one that is there and the same keeps its row. */
static msd_status put_claims(struct put *p, struct olds *olds, msd_error *err)
{
    char signature[33];
    for (uint32_t i = 0; i < p->n_claim; i++) {
        const msd_claim *c = &p->doc->claim[i];
        msd_span span = msdx_write_sentence(p->doc, c->sentence);
        msdx_buf_reset(&p->s->body);
        msdx_write_jsonl_rest(&p->s->body, p->doc, c);
        if (p->s->body.failed) return msdx_err_nomem(err);
        msdx_str body = {p->s->body.p, p->s->body.n};
        struct old *o = NULL;
        if (olds->n) {
            sign(signature, &p->s->words, c->sentence, span.start_cp, span.end_cp, body);
            o = find_old(olds, c->id, signature);
        }
        if (!o) {
            MSD_TRY(put_claim(p, c, i, body, err));
            continue;
        }
        o->kept = true;
        if (o->n == (int64_t)i) continue;
        MSD_TRY(DO(p->s, MSDX_CLAIM_ORDER, NULL, err, msdx_sql_int(o->id), msdx_sql_int(i)));
    }
    return end_olds(p, olds, err);
}

/* Claims without a text are what the store has when each of them is there. */
static bool all_there(struct put *p, struct olds *olds)
{
    char signature[33];
    if (olds->n != p->n_claim) return false;
    for (uint32_t i = 0; i < p->n_claim; i++) {
        const msd_claim *c = &p->doc->claim[i];
        msd_span span = msdx_write_sentence(p->doc, c->sentence);
        msdx_buf_reset(&p->s->body);
        msdx_write_jsonl_rest(&p->s->body, p->doc, c);
        if (p->s->body.failed) return false;
        sign(signature, &p->s->words, c->sentence, span.start_cp, span.end_cp, (msdx_str){p->s->body.p, p->s->body.n});
        struct old *o = find_old(olds, c->id, signature);
        if (!o) return false;
        o->kept = true;
    }
    return true;
}

static msd_status put_new(struct put *p, msd_error *err)
{
    struct olds none = {0};
    MSD_TRY(msdx_store_need_run(p->s, err));
    MSD_TRY(put_document(p, err));
    MSD_TRY(put_revision(p, err));
    p->change->did = MSDX_STORE_NEW;
    return put_claims(p, &none, err);
}

static msd_status put_revised(struct put *p, struct olds *olds, msd_error *err)
{
    struct olds none = {0};
    MSD_TRY(msdx_store_need_run(p->s, err));
    MSD_TRY(DO(p->s, MSDX_REV_END, NULL, err, msdx_sql_int(p->at.revision), msdx_sql_int(p->s->run)));
    for (size_t i = 0; i < olds->n; i++) olds->at[i].kept = false;
    MSD_TRY(end_olds(p, olds, err));
    MSD_TRY(put_revision(p, err));
    p->change->did = MSDX_STORE_REVISED;
    return put_claims(p, &none, err);
}

static msd_status put_known(struct put *p, struct olds *olds, msd_error *err)
{
    bool claims = p->flags & MSDX_STORE_CLAIMS, same = strcmp(p->hash, p->at.hash) == 0;
    MSD_TRY(find_run(p->s, err));
    if (same && !claims && p->s->run == p->at.coded) return MSD_OK;
    MSD_TRY(list_olds(p, olds, err));
    if (claims && all_there(p, olds)) return MSD_OK;
    if (!same || claims) return put_revised(p, olds, err);
    MSD_TRY(msdx_store_need_run(p->s, err));
    p->change->did = MSDX_STORE_RECODED;
    MSD_TRY(put_claims(p, olds, err));
    return DO(p->s, MSDX_REV_CODED, NULL, err, msdx_sql_int(p->at.revision), msdx_sql_int(p->s->run));
}

void msdx_store_now(char out[24])
{
    struct tm tm;
    time_t t = time(NULL);
    if (!gmtime_r(&t, &tm) || strftime(out, 24, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0) *out = 0;
}

msd_status msdx_store_put(msdx_store *store, const msd_doc *doc, uint32_t n_claim, unsigned flags,
                          msdx_store_change *change, msd_error *err)
{
    struct put p = {.s = store, .doc = doc, .n_claim = n_claim, .flags = flags, .change = change};
    struct olds olds = {0};
    *change = (msdx_store_change){0};
    msdx_store_now(p.now);
    MSD_TRY(hash_doc(store, doc, p.body_hash, p.hash, err));
    MSD_TRY(find_doc(store, doc->id, &p.at, err));
    msd_status st = p.at.document ? put_known(&p, &olds, err) : put_new(&p, err);
    if (st == MSD_OK) st = put_licence(&p, err);
    if (st == MSD_OK && change->did != MSDX_STORE_SAME && change->did != MSDX_STORE_NEW)
        st = msdx_review_apply(store, p.at.document, err);
    msdx_free(olds.at);
    return st;
}

msd_status msdx_store_put_claim(msdx_store *store, const msd_doc *doc, int64_t place, int64_t run, msd_error *err)
{
    msdx_store_change change = {0};
    msdx_buf body = MSDX_BUF_INIT((size_t)1 << 30);
    struct put p = {.s = store, .doc = doc, .n_claim = 1, .change = &change};
    int64_t ours = store->run;
    MSD_TRY(find_doc(store, doc->id, &p.at, err));
    if (!p.at.document || !doc->n_claim)
        return msdx_err(err, MSD_EFORMAT, 0, "%s: a claim without its document", store->where);
    msdx_write_jsonl_rest(&body, doc, &doc->claim[0]);
    msd_status st = body.failed ? msdx_err_nomem(err) : MSD_OK;
    store->run = run;
    if (st == MSD_OK) st = put_claim(&p, &doc->claim[0], place, (msdx_str){body.p, body.n}, err);
    store->run = ours;
    msdx_buf_clear(&body);
    return st;
}
