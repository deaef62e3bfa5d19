/* schema.c: the tables, as steps that lead from each version to the next. A step
 * that has been released is never changed: a new one is added at the end.
 *
 * Words in braces are the dialect's: {key} {int} {real} {cluster}.
 *
 *   run        one state of program, model and knowledge that wrote something
 *   source     a publisher, with its licence and how it wants to be named
 *   document   what a name (the documents' id) stands for
 *   body       a text, once whatever documents have it; without its words under --no-text
 *   revision   a document as it was given once; superseded by the run that saw another
 *   sentence   a sentence that holds a claim; `evidence` has its words, folded
 *   claim      one claim; superseded by the run that no longer makes it; `ending` says when that happened to any
 *   entity     a party as the knowledge has it; `part` says which claim has it as what
 *   place      a place; `place_box` is the R*Tree over them
 *   layer_file a file of another data set, as a layer to compare with; `layer_row` its rows
 *   feed       how a feed or folder of `masudi watch` stands; `feed_item` what was read of it
 *   hit        a claim that a watch looks out for; `alert` what it told; `outbox` to whom that goes
 *   dyad       for each pair of countries that a claim has as actor and recipient, the months it covers
 *   story      one occurrence: `story_claim` has its claims, `story_document` which texts are copies and which
 *              reports on one thing, `story_change` what became of a story, `story_state` of what all was made */
#include "store/store_impl.h"

static const char *const step_1[] = {
    "CREATE TABLE run (id {key}, begun TEXT NOT NULL, coder TEXT NOT NULL, model TEXT NOT NULL, knowledge TEXT NOT "
    "NULL, options TEXT NOT NULL)",
    "CREATE TABLE source (id {key}, name TEXT NOT NULL UNIQUE, licence TEXT, attribution TEXT)",
    "CREATE TABLE document (id {key}, name TEXT NOT NULL UNIQUE, added TEXT NOT NULL)",
    "CREATE TABLE body (id {key}, hash TEXT NOT NULL UNIQUE, n_byte {int} NOT NULL, text TEXT)",
    /* run: the one that stored it; coded: the one whose versions its claims stand for */
    "CREATE TABLE revision (id {key}, document {int} NOT NULL REFERENCES document, n {int} NOT NULL, hash TEXT NOT "
    "NULL, body {int} REFERENCES body, source {int} NOT NULL REFERENCES source, plain {int} NOT NULL, date TEXT, title "
    "TEXT, url TEXT, publisher TEXT, "
    "language TEXT, run {int} NOT NULL REFERENCES run, coded {int} NOT NULL REFERENCES run, added TEXT NOT NULL, "
    "superseded {int} REFERENCES run, UNIQUE (document, n))",
    "CREATE TABLE sentence (id {key}, revision {int} NOT NULL REFERENCES revision, n {int} NOT NULL, start_cp {int} "
    "NOT NULL, end_cp {int} NOT NULL, text TEXT, UNIQUE (revision, n, start_cp, end_cp))",
    "CREATE TABLE place (id {key}, hash TEXT NOT NULL UNIQUE, name TEXT, country TEXT, admin1 TEXT, latitude {real}, "
    "longitude {real}, geonames {int}, precision TEXT NOT NULL)",
    "CREATE TABLE claim (id {key}, uid TEXT NOT NULL, document {int} NOT NULL REFERENCES document, revision {int} NOT "
    "NULL REFERENCES revision, n {int} NOT NULL, sentence {int} NOT NULL REFERENCES sentence, run {int} NOT NULL "
    "REFERENCES run, superseded {int} REFERENCES run, event TEXT NOT NULL, mode TEXT, status TEXT NOT NULL, hedge "
    "TEXT NOT NULL, cameo TEXT, quad TEXT, goldstein {real}, intensity {real}, day_start TEXT, day_end TEXT, "
    "when_start TEXT, when_end TEXT, place {int} REFERENCES place, dead {int}, injured {int}, arrested {int}, "
    "displaced {int}, participants {int}, confidence {real}, rule TEXT, body TEXT NOT NULL)",
    "CREATE INDEX claim_document ON claim (document, n)", "CREATE INDEX claim_uid ON claim (uid)",
    "CREATE INDEX claim_sentence ON claim (sentence)", "CREATE INDEX claim_place ON claim (place)",
    "CREATE TABLE entity (id {key}, hash TEXT NOT NULL UNIQUE, name TEXT, entity TEXT, country TEXT, sector TEXT, "
    "sectors TEXT, code TEXT, aligned TEXT)",
    "CREATE TABLE part (entity {int} NOT NULL REFERENCES entity, role TEXT NOT NULL, claim {int} NOT NULL REFERENCES "
    "claim, n {int} NOT NULL, kind TEXT, text TEXT, PRIMARY KEY (entity, role, claim, n)){cluster}",
    "CREATE INDEX part_claim ON part (claim)",
    "CREATE TABLE link (claim {int} NOT NULL REFERENCES claim, n {int} NOT NULL, kind TEXT NOT NULL, target TEXT NOT "
    "NULL, PRIMARY KEY (claim, n)){cluster}",
    /* month: 202009; 0 for what has no day or covers years. No country: ''. */
    "CREATE TABLE dyad (actor TEXT NOT NULL, recipient TEXT NOT NULL, month {int} NOT NULL, claim {int} NOT NULL "
    "REFERENCES claim, PRIMARY KEY (actor, recipient, month, claim)){cluster}",
    "CREATE INDEX dyad_recipient ON dyad (recipient, month)", "CREATE INDEX dyad_month ON dyad (month)", NULL};

static const char *const step_2[] = {
    "CREATE TABLE layer_file (id {key}, layer TEXT NOT NULL, form TEXT NOT NULL, hash TEXT NOT NULL, name TEXT NOT "
    "NULL, "
    "head TEXT NOT NULL, UNIQUE (layer, hash))",
    /* latin: body holds the bytes of a line that is no UTF-8, each as a code point */
    "CREATE TABLE layer_row (file {int} NOT NULL REFERENCES layer_file, n {int} NOT NULL, number TEXT, day TEXT, actor "
    "TEXT, recipient TEXT, cameo TEXT, goldstein {real}, country TEXT, place TEXT, latitude {real}, longitude {real}, "
    "url TEXT, latin {int} NOT NULL, body TEXT NOT NULL, PRIMARY KEY (file, n)){cluster}",
    "CREATE INDEX layer_day ON layer_row (day)", NULL};

static const char *const step_3[] = {
    /* anchor: the claim that names it, the first by its document's date; sources, statuses: parted by | */
    "CREATE TABLE story (id {key}, uid TEXT NOT NULL UNIQUE, anchor {int} NOT NULL REFERENCES claim, first_day TEXT, "
    "last_day TEXT, first_seen TEXT, last_seen TEXT, n_claim {int} NOT NULL, n_document {int} NOT NULL, n_copy {int} "
    "NOT NULL, n_source {int} NOT NULL, sources TEXT, statuses TEXT, added TEXT NOT NULL)",
    "CREATE TABLE story_claim (claim {key} REFERENCES claim, story {int} NOT NULL REFERENCES story)",
    "CREATE INDEX story_claim_story ON story_claim (story)",
    /* copy_of: the document of whose text this one's is a copy; reports: the one that names its group of reports */
    "CREATE TABLE story_document (document {key} REFERENCES document, copy_of {int} REFERENCES document, reports {int} "
    "NOT NULL REFERENCES document)",
    "CREATE INDEX story_document_reports ON story_document (reports)",
    /* kind: merged (into other), split (some of it is now other), renamed, ended */
    "CREATE TABLE story_change (id {key}, at TEXT NOT NULL, story TEXT NOT NULL, kind TEXT NOT NULL, other TEXT)",
    "CREATE INDEX story_change_story ON story_change (story)",
    "CREATE INDEX story_change_other ON story_change (other)",
    /* what the stories were made of, to see whether they still stand for all */
    "CREATE TABLE story_state (id {key}, rules {int} NOT NULL, last_claim {int} NOT NULL, claims {int} NOT NULL, "
    "revisions {int} NOT NULL, at TEXT NOT NULL)",
    NULL};

static const char *const step_4[] = {
    /* times: milliseconds since 1970 */
    "CREATE TABLE feed (id {key}, name TEXT NOT NULL UNIQUE, url TEXT NOT NULL, etag TEXT, modified TEXT, body TEXT, "
    "polled {int}, ok {int}, next {int}, failed {int} NOT NULL, error TEXT)",
    "CREATE TABLE feed_item (feed {int} NOT NULL REFERENCES feed, name TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY "
    "(feed, name)){cluster}",
    "CREATE TABLE alert (id {key}, key TEXT NOT NULL UNIQUE, watch TEXT NOT NULL, kind TEXT NOT NULL, made {int} NOT "
    "NULL, state TEXT NOT NULL, changed {int} NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE INDEX alert_watch ON alert (watch, made)",
    /* line: the claim, until it is in an alert */
    "CREATE TABLE hit (id {key}, watch TEXT NOT NULL, key TEXT NOT NULL, document TEXT NOT NULL, day TEXT, arrived "
    "{int} NOT NULL, alert {int} REFERENCES alert, line TEXT, UNIQUE (watch, key))",
    "CREATE INDEX hit_alert ON hit (alert, watch, arrived)",
    /* state: open, done, given up */
    "CREATE TABLE outbox (id {key}, alert {int} NOT NULL REFERENCES alert, sink TEXT NOT NULL, key TEXT NOT NULL, "
    "tries {int} NOT NULL, next {int} NOT NULL, state TEXT NOT NULL, done {int}, error TEXT, UNIQUE (alert, sink))",
    "CREATE INDEX outbox_open ON outbox (sink, state, next)", NULL};

static const char *const step_5[] = {
    /* change: what follows from it filled in, so that it can be applied without knowledge; or other claims */
    "CREATE TABLE review (id {key}, claim TEXT NOT NULL, document {int} NOT NULL REFERENCES document, kind TEXT NOT "
    "NULL, "
    "run {int} NOT NULL REFERENCES run, at TEXT NOT NULL, note TEXT, change TEXT)",
    "CREATE INDEX review_claim ON review (claim)", "CREATE INDEX review_document ON review (document)",
    "ALTER TABLE story_state ADD COLUMN reviews {int} NOT NULL DEFAULT 0", NULL};

static const char *const step_6[] = {
    /* of a marker's marks of one slot the last holds */
    "CREATE TABLE mark (id {key}, claim TEXT NOT NULL, marker TEXT NOT NULL, slot TEXT NOT NULL, value TEXT NOT NULL, "
    "at "
    "TEXT NOT NULL)",
    "CREATE INDEX mark_claim ON mark (claim, marker, slot, id)", NULL};

static const char *const step_7[] = {
    /* a transaction after which claims or revisions hold no more that held before: nothing else need be new by it */
    "CREATE TABLE ending (id {key}, run {int} NOT NULL REFERENCES run)", NULL};

static const char *const *const step[] = {step_1, step_2, step_3, step_4, step_5, step_6, step_7};
enum { N_STEP = sizeof step / sizeof *step };

int msdx_schema_version(void)
{
    return N_STEP;
}

static void expand(msdx_buf *out, const char *sql, const msdx_sql_dialect *d)
{
    const struct {
        const char *name, *value;
    } word[] = {{"{key}", d->key}, {"{int}", d->integer}, {"{real}", d->real}, {"{cluster}", d->cluster}};
    while (*sql) {
        size_t k = 0, n = sizeof word / sizeof *word;
        while (k < n && strncmp(sql, word[k].name, strlen(word[k].name)) != 0) k++;
        if (k == n) {
            msdx_buf_addc(out, *sql++);
        } else {
            msdx_buf_adds(out, word[k].value);
            sql += strlen(word[k].name);
        }
    }
    msdx_buf_adds(out, ";\n");
}

static msd_status migrate(msdx_sql *db, int from, msd_error *err)
{
    const msdx_sql_dialect *d = db->driver->dialect;
    msdx_buf sql = MSDX_BUF_INIT((size_t)1 << 20);
    for (int v = from; v < N_STEP; v++)
        for (const char *const *s = step[v]; *s; s++) expand(&sql, *s, d);
    for (size_t i = 0; from == 0 && d->search[i]; i++) expand(&sql, d->search[i], d);
    msd_status st = sql.failed ? msdx_err_nomem(err) : db->driver->script(db, msdx_buf_cstr(&sql), err);
    msdx_buf_clear(&sql);
    return st == MSD_OK ? db->driver->set_version(db, N_STEP, err) : st;
}

msd_status msdx_schema_check(msdx_sql *db, const char *where, bool *current, msd_error *err)
{
    int version;
    bool ours;
    *current = false;
    MSD_TRY(db->driver->get_version(db, &version, &ours, err));
    if (!ours || version < 0) return msdx_err(err, MSD_EFORMAT, 0, "%s: not a store", where);
    if (version > N_STEP)
        return msdx_err(err, MSD_EUNSUPPORTED, 0, "%s: a store of version %d; this program knows up to %d", where,
                        version, N_STEP);
    *current = version == N_STEP;
    return MSD_OK;
}

msd_status msdx_schema_migrate(msdx_sql *db, const char *where, msd_error *err)
{
    int version;
    bool ours, current;
    MSD_TRY(db->driver->begin(db, err));
    msd_status st = msdx_schema_check(db, where, &current, err); /* another may have been first */
    if (st == MSD_OK && !current) {
        st = db->driver->get_version(db, &version, &ours, err);
        if (st == MSD_OK) st = migrate(db, version, err);
    }
    if (st == MSD_OK) st = db->driver->commit(db, err);
    if (st != MSD_OK) db->driver->rollback(db);
    return st;
}
