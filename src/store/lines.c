/* lines.c: the JSON lines of claims back into a document that every writer takes.
 * A line knows the text of its own sentence only: that is what the document's
 * units hold, one sentence after another; any other part keeps its own words. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/mem.h"
#include "read/read.h"
#include "store/store.h"

enum { SENTENCE_MOST = 1 << 20 }; /* a line may name any sentence, and there must be room up to it */

/* Where a link leads: an id, until all claims are known. */
struct target {
    uint32_t claim, link;
    char id[33];
};

struct msdx_lines {
    msd_doc *doc; /* NULL: nothing yet */
    msdx_buf text;
    uint32_t room, n_target, target_room, sent_room;
    struct target *target;
};

/* What goes wrong with a line, told once. */
struct reading {
    msd_doc *doc;
    msdx_arena *arena;
    const char *bad; /* the first key that is not as it must be */
};

static void spoil(struct reading *r, const char *key)
{
    if (!r->bad) r->bad = key;
}

static const char *text_of(struct reading *r, const json_t *object, const char *key)
{
    const json_t *v = json_object_get(object, key);
    if (!v || json_is_null(v)) return NULL;
    if (!json_is_string(v)) {
        spoil(r, key);
        return NULL;
    }
    return msdx_arena_strndup(r->arena, json_string_value(v), json_string_length(v));
}

static const char *need_text(struct reading *r, const json_t *object, const char *key)
{
    const char *s = text_of(r, object, key);
    if (!s) spoil(r, key);
    return s ? s : "";
}

static uint32_t count_of(struct reading *r, const json_t *object, const char *key)
{
    const json_t *v = json_object_get(object, key);
    if (!json_is_integer(v) || json_integer_value(v) < 0 || json_integer_value(v) > UINT32_MAX) {
        spoil(r, key);
        return 0;
    }
    return (uint32_t)json_integer_value(v);
}

static double number_of(struct reading *r, const json_t *object, const char *key)
{
    const json_t *v = json_object_get(object, key);
    if (!json_is_number(v)) spoil(r, key);
    return json_number_value(v);
}

static double number_within(struct reading *r, const json_t *object, const char *key, double least, double most)
{
    double d = number_of(r, object, key);
    if (!(d >= least && d <= most)) spoil(r, key);
    return d;
}

/* One of `words`, parted by spaces. */
static const char *one_of(struct reading *r, const json_t *object, const char *key, const char *words)
{
    const char *s = need_text(r, object, key);
    size_t n = strlen(s);
    for (const char *p = words; *p; p += strcspn(p, " "), p += *p == ' ')
        if (n && strcspn(p, " ") == n && memcmp(p, s, n) == 0) return s;
    spoil(r, key);
    return s;
}

static const char *event_of(struct reading *r, const json_t *line)
{
    const char *s = need_text(r, line, "event");
    for (size_t i = 0; i < MSD_N_EVENT; i++)
        if (strcmp(s, msd_event_name(i)) == 0) return s;
    spoil(r, "event");
    return s;
}

/* Two to four digits. */
static const char *cameo_of(struct reading *r, const json_t *line)
{
    const char *s = need_text(r, line, "cameo");
    size_t n = strspn(s, "0123456789");
    if (s[n] || n < 2 || n > 4) spoil(r, "cameo");
    return s;
}

/* A word of the contract: its number among n. */
static int word_of(struct reading *r, const json_t *object, const char *key, const char *(*name)(int), int n)
{
    const char *s = json_string_value(json_object_get(object, key));
    for (int i = 0; s && i < n; i++)
        if (strcmp(name(i), s) == 0) return i;
    spoil(r, key);
    return 0;
}

static const char *status_name(int i)
{
    return msd_claim_status_name((msd_claim_status)i);
}
static const char *hedge_name(int i)
{
    return msd_hedge_name((msd_hedge)i);
}
static const char *via_name(int i)
{
    return msd_via_name((msd_via)i);
}
static const char *source_name(int i)
{
    return msd_source_kind_name((msd_source_kind)i);
}
static const char *link_name(int i)
{
    return msd_link_kind_name((msd_link_kind)i);
}
static const char *date_name(int i)
{
    return msd_date_precision_name((msd_date_precision)i);
}
static const char *place_name(int i)
{
    return msd_place_precision_name((msd_place_precision)i);
}

static msd_strings strings_of(struct reading *r, const json_t *object, const char *key)
{
    const json_t *list = json_object_get(object, key);
    size_t n = json_array_size(list);
    const char **item = MSDX_NEW(r->arena, const char *, n + 1);
    if (!json_is_array(list)) spoil(r, key);
    for (size_t i = 0; item && i < n; i++) {
        const json_t *v = json_array_get(list, i);
        if (!json_is_string(v)) spoil(r, key);
        item[i] = msdx_arena_strndup(r->arena, json_string_value(v) ? json_string_value(v) : "", json_string_length(v));
    }
    return (msd_strings){item, item ? n : 0};
}

static msd_span span_of(struct reading *r, const json_t *object)
{
    return (msd_span){.start_cp = count_of(r, object, "start"), .end_cp = count_of(r, object, "end")};
}

/* ---- the parts ---- */

static msd_entity entity_of(struct reading *r, const json_t *o)
{
    msd_entity e = {.span = span_of(r, o), .text = need_text(r, o, "text")};
    e.name = text_of(r, o, "name");
    e.entity = text_of(r, o, "entity");
    e.country = text_of(r, o, "country");
    e.sector = text_of(r, o, "sector");
    e.code = text_of(r, o, "code");
    e.sectors = strings_of(r, o, "sectors");
    e.aligned = strings_of(r, o, "aligned");
    e.via = (msd_via)word_of(r, o, "via", via_name, MSD_N_VIA);
    return e;
}

static const msd_entity *entities_of(struct reading *r, const json_t *line, const char *key, size_t *n)
{
    const json_t *list = json_object_get(line, key);
    if (!json_is_array(list)) spoil(r, key);
    *n = json_array_size(list);
    msd_entity *e = MSDX_NEW(r->arena, msd_entity, *n + 1);
    for (size_t i = 0; e && i < *n; i++) e[i] = entity_of(r, json_array_get(list, i));
    if (!e) *n = 0;
    return e;
}

static void set_attribution(struct reading *r, const json_t *line, msd_claim *c)
{
    const json_t *list = json_object_get(line, "attribution");
    size_t n = json_array_size(list);
    msd_source *s = MSDX_NEW(r->arena, msd_source, n + 1);
    if (!json_is_array(list)) spoil(r, "attribution");
    for (size_t i = 0; s && i < n; i++) {
        const json_t *o = json_array_get(list, i);
        s[i].kind = (msd_source_kind)word_of(r, o, "kind", source_name, MSD_N_SOURCE_KIND);
        s[i].resolved = json_object_get(o, "via") != NULL;
        if (s[i].resolved)
            s[i].who = entity_of(r, o);
        else
            s[i].who = (msd_entity){.span = span_of(r, o), .text = need_text(r, o, "text")};
    }
    c->attribution = s;
    c->n_attribution = s ? n : 0;
}

static void set_when(struct reading *r, const json_t *line, msd_when *w)
{
    const json_t *o = json_object_get(line, "when");
    const char *start = text_of(r, o, "start"), *end = text_of(r, o, "end");
    if ((start && strlen(start) > 10) || (end && strlen(end) > 10)) spoil(r, "when");
    snprintf(w->start, sizeof w->start, "%s", start ? start : "");
    snprintf(w->end, sizeof w->end, "%s", end ? end : "");
    w->precision = (msd_date_precision)word_of(r, o, "precision", date_name, MSD_DATE_YEAR + 1);
    w->text = text_of(r, o, "text");
}

static void set_where(struct reading *r, const json_t *line, msd_where *w)
{
    const json_t *o = json_object_get(line, "where");
    if (!o || json_is_null(o)) return;
    w->present = true;
    w->span = span_of(r, o);
    w->text = need_text(r, o, "text");
    w->name = text_of(r, o, "name");
    w->country = text_of(r, o, "country");
    w->admin1 = text_of(r, o, "admin1");
    w->has_point = json_is_number(json_object_get(o, "latitude"));
    if (w->has_point) {
        w->latitude = number_of(r, o, "latitude");
        w->longitude = number_of(r, o, "longitude");
    }
    if (json_is_integer(json_object_get(o, "geonames"))) w->geonames = count_of(r, o, "geonames");
    w->precision = (msd_place_precision)word_of(r, o, "precision", place_name, MSD_PLACE_COUNTRY + 1);
}

static int32_t index_of(struct reading *r, const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    if (!json_is_integer(v) || json_integer_value(v) < -1 || json_integer_value(v) >= SENTENCE_MOST) {
        spoil(r, key);
        return -1;
    }
    return (int32_t)json_integer_value(v);
}

static void set_mentions(struct reading *r, const json_t *line, msd_claim *c)
{
    const json_t *list = json_object_get(line, "mentions");
    size_t n = json_array_size(list);
    msd_mention *m = MSDX_NEW(r->arena, msd_mention, n + 1);
    if (!json_is_array(list)) spoil(r, "mentions");
    for (size_t i = 0; m && i < n; i++) {
        const json_t *o = json_array_get(list, i);
        m[i] = (msd_mention){index_of(r, o, "sentence"), span_of(r, o), need_text(r, o, "text")};
    }
    c->mentions = m;
    c->n_mention = m ? n : 0;
}

static void set_magnitude(struct reading *r, const json_t *line, msd_magnitude *m)
{
    const json_t *o = json_object_get(line, "magnitude");
    const struct {
        const char *key;
        int64_t *to;
    } count[] = {{"dead", &m->dead},
                 {"injured", &m->injured},
                 {"arrested", &m->arrested},
                 {"displaced", &m->displaced},
                 {"participants", &m->participants}};
    for (size_t i = 0; i < sizeof count / sizeof *count; i++) {
        const json_t *v = json_object_get(o, count[i].key);
        *count[i].to = json_is_integer(v) && json_integer_value(v) >= 0 ? json_integer_value(v) : -1;
        if (v && !json_is_null(v) && *count[i].to < 0) spoil(r, "magnitude");
    }
}

static void set_links(struct msdx_lines *l, struct reading *r, const json_t *line, msd_claim *c, uint32_t claim)
{
    const json_t *list = json_object_get(line, "links");
    size_t n = json_array_size(list);
    msd_link *link = MSDX_NEW(r->arena, msd_link, n + 1);
    if (!json_is_array(list)) spoil(r, "links");
    for (size_t i = 0; link && i < n; i++) {
        const json_t *o = json_array_get(list, i);
        const char *id = need_text(r, o, "event");
        link[i].kind = (msd_link_kind)word_of(r, o, "kind", link_name, MSD_N_LINK_KIND);
        if (l->n_target == l->target_room) {
            uint32_t room = l->target_room ? l->target_room * 2 : 16;
            struct target *more = msdx_realloc(l->target, room, sizeof *more);
            if (!more) {
                r->arena->failed = true;
                return;
            }
            l->target = more;
            l->target_room = room;
        }
        struct target *t = &l->target[l->n_target++];
        *t = (struct target){.claim = claim, .link = (uint32_t)i};
        if (strlen(id) >= sizeof t->id) spoil(r, "links");
        snprintf(t->id, sizeof t->id, "%.32s", id);
    }
    c->links = link;
    c->n_link = link ? n : 0;
}

/* ---- sentences ---- */

/* Room for sentence `index`. */
static msd_sentence *sentence_at(struct msdx_lines *l, int32_t index)
{
    msdx_unit *u = &l->doc->body;
    if (index < 0) return &l->doc->title_sentence;
    if ((uint32_t)index >= l->sent_room) {
        uint32_t room = (uint32_t)index + 1 + (uint32_t)index / 2;
        msd_sentence *more = MSDX_NEW(&l->doc->arena, msd_sentence, room);
        if (!more) return NULL;
        if (u->n_sent) memcpy(more, u->sent, u->n_sent * sizeof *more);
        u->sent = more;
        l->sent_room = room;
    }
    if ((uint32_t)index >= u->n_sent) u->n_sent = (uint32_t)index + 1;
    return &u->sent[index];
}

static bool is_set(const msd_sentence *s)
{
    return s->tok_end != 0; /* there are no tokens: a mark of our own until the document is taken */
}

/* Byte of code point `cp` in text. */
static uint32_t byte_of(msdx_str text, uint32_t cp)
{
    size_t i = 0;
    for (; cp && i < text.n; cp--) {
        size_t used;
        (void)msdx_utf8_get(text.p + i, text.n - i, &used);
        i += used;
    }
    return (uint32_t)i;
}

/* The trigger's bytes, when it stands in its sentence. */
static void place_trigger(const msd_sentence *s, msdx_str text, msd_claim *c)
{
    msd_span *t = &c->trigger;
    if (t->start_cp < s->span.start_cp || t->end_cp > s->span.end_cp || t->end_cp <= t->start_cp || text.n == 0) return;
    uint32_t from = byte_of(text, t->start_cp - s->span.start_cp), to = byte_of(text, t->end_cp - s->span.start_cp);
    if (to - from != strlen(c->trigger_text) || memcmp(text.p + from, c->trigger_text, to - from) != 0) return;
    t->start_byte = s->span.start_byte + from;
    t->end_byte = s->span.start_byte + to;
}

static void set_sentence(struct msdx_lines *l, struct reading *r, const json_t *line, msd_claim *c)
{
    const json_t *o = json_object_get(line, "sentence"), *v = json_object_get(o, "text");
    msdx_str text = {json_string_value(v), json_string_length(v)};
    c->sentence = index_of(r, o, "index");
    msd_span span = span_of(r, o);
    if (!text.p) spoil(r, "text");
    if (r->bad) return;
    msd_sentence *s = sentence_at(l, c->sentence);
    if (!s) return;
    if (!is_set(s)) {
        s->span = span;
        s->tok_end = 1;
        if (c->sentence >= 0) {
            s->span.start_byte = (uint32_t)l->text.n;
            msdx_buf_add(&l->text, text.p, text.n);
            s->span.end_byte = (uint32_t)l->text.n;
            msdx_buf_addc(&l->text, '\n');
        } else if (l->doc->has_title && l->doc->title.n_byte == text.n) {
            s->span.end_byte = (uint32_t)text.n;
        }
    }
    place_trigger(s, text, c);
}

/* ---- the document ---- */

static msd_status new_doc(struct msdx_lines *l, const json_t *o, msd_error *err)
{
    msd_doc *doc = l->doc = msdx_calloc(1, sizeof *doc);
    if (!doc) return msdx_err_nomem(err);
    struct reading r = {.doc = doc, .arena = &doc->arena};
    doc->body.arena = doc->title.arena = &doc->arena;
    doc->body.text = doc->body.parsed = doc->title.text = doc->title.parsed = "";
    doc->id = need_text(&r, o, "id");
    doc->date = text_of(&r, o, "date");
    doc->url = text_of(&r, o, "url");
    doc->publisher = text_of(&r, o, "publisher");
    doc->language = text_of(&r, o, "language");
    const char *title = text_of(&r, o, "title");
    if (title) {
        doc->has_title = true;
        doc->title.text = doc->title.parsed = title;
        doc->title.n_byte = (uint32_t)strlen(title);
    }
    if (doc->arena.failed) return msdx_err_nomem(err);
    return r.bad ? msdx_err(err, MSD_EFORMAT, 0, "no claim: '%s' of its doc is not as it must be", r.bad) : MSD_OK;
}

static void set_claim(struct msdx_lines *l, struct reading *r, const json_t *line, msd_claim *c, uint32_t index)
{
    const json_t *trigger = json_object_get(line, "trigger");
    const char *id = need_text(r, line, "id");
    if (strlen(id) >= sizeof c->id) spoil(r, "id");
    snprintf(c->id, sizeof c->id, "%.32s", id);
    c->trigger = span_of(r, trigger);
    c->trigger_text = need_text(r, trigger, "text");
    c->trigger_lemma = need_text(r, trigger, "lemma");
    c->event = event_of(r, line);
    c->mode = text_of(r, line, "mode");
    c->contexts = strings_of(r, line, "contexts");
    c->cameo = cameo_of(r, line);
    c->quad = one_of(r, line, "quad", "verbal-cooperation material-cooperation verbal-conflict material-conflict");
    c->goldstein = number_within(r, line, "goldstein", -10, 10);
    c->intensity = number_within(r, line, "intensity", -10, 10);
    c->actors = entities_of(r, line, "actors", &c->n_actor);
    c->recipients = entities_of(r, line, "recipients", &c->n_recipient);
    c->status = (msd_claim_status)word_of(r, line, "status", status_name, MSD_N_CLAIM_STATUS);
    c->hedge = (msd_hedge)word_of(r, line, "hedge", hedge_name, MSD_N_HEDGE);
    set_attribution(r, line, c);
    set_links(l, r, line, c, index);
    set_when(r, line, &c->when);
    set_where(r, line, &c->where);
    set_mentions(r, line, c);
    set_magnitude(r, line, &c->magnitude);
    c->confidence = number_within(r, line, "confidence", 0, 1);
    c->rule = need_text(r, line, "rule");
    set_sentence(l, r, line, c);
}

static bool make_room(struct msdx_lines *l)
{
    msd_doc *doc = l->doc;
    if (doc->n_claim < l->room) return true;
    uint32_t room = l->room ? l->room * 2 : 8;
    msd_claim *more = MSDX_NEW(&doc->arena, msd_claim, room);
    if (!more) return false;
    if (doc->n_claim) memcpy(more, doc->claim, doc->n_claim * sizeof *more);
    doc->claim = more;
    l->room = room;
    return true;
}

static msd_status add(struct msdx_lines *l, const json_t *line, bool *taken, msd_error *err)
{
    const json_t *head = json_object_get(line, "doc");
    const char *id = json_string_value(json_object_get(head, "id"));
    if (!json_is_object(line) || !id) return msdx_err(err, MSD_EFORMAT, 0, "no claim: it has no doc with an id");
    if (l->doc && strcmp(l->doc->id, id) != 0) return MSD_OK;
    *taken = true;
    if (!l->doc) MSD_TRY(new_doc(l, head, err));
    struct reading r = {.doc = l->doc, .arena = &l->doc->arena};
    uint32_t n_target = l->n_target;
    if (!make_room(l)) return msdx_err_nomem(err);
    set_claim(l, &r, line, &l->doc->claim[l->doc->n_claim], l->doc->n_claim);
    if (l->doc->arena.failed || l->text.failed) return msdx_err_nomem(err);
    if (r.bad) {
        l->n_target = n_target;
        return msdx_err(err, MSD_EFORMAT, 0, "no claim: '%s' is not as it must be", r.bad);
    }
    l->doc->n_claim++;
    return MSD_OK;
}

msd_status msdx_lines_new(msdx_lines **out, msd_error *err)
{
    *out = msdx_calloc(1, sizeof **out);
    if (!*out) return msdx_err_nomem(err);
    (*out)->text = (msdx_buf)MSDX_BUF_INIT(MSD_TEXT_MAX);
    return MSD_OK;
}

void msdx_lines_free(msdx_lines *lines)
{
    if (!lines) return;
    msdx_doc_free(lines->doc);
    msdx_buf_clear(&lines->text);
    msdx_free(lines->target);
    msdx_free(lines);
}

msd_status msdx_lines_add(msdx_lines *lines, msdx_str line, bool *taken, msd_error *err)
{
    json_error_t je;
    *taken = false;
    json_t *json = json_loadb(line.p, line.n, 0, &je);
    if (!json) {
        if (json_error_code(&je) == json_error_out_of_memory) return msdx_err_nomem(err);
        return msdx_err(err, MSD_EFORMAT, 0, "not JSON at byte %d", je.position);
    }
    msd_status st = add(lines, json, taken, err);
    json_decref(json);
    return st;
}

/* ---- links by the numbers of their claims ---- */

/* Claims by id: open addressing over index + 1. A document may have any number of links. */
struct by_id {
    uint32_t *slot;
    size_t mask;
};

static uint32_t *slot_of(const struct by_id *b, const msd_doc *doc, const char *id)
{
    size_t i = (size_t)msdx_murmur64a(id, strlen(id), 1) & b->mask;
    while (b->slot[i] && strcmp(doc->claim[b->slot[i] - 1].id, id) != 0) i = (i + 1) & b->mask;
    return &b->slot[i];
}

/* The claim of that id; one that is an id alone is made where there is none. */
static msd_status link_to(struct msdx_lines *l, const struct by_id *b, const char *id, uint32_t *claim)
{
    msd_doc *doc = l->doc;
    uint32_t *slot = slot_of(b, doc, id);
    if (!*slot) {
        if (!make_room(l)) return MSD_ENOMEM;
        msd_claim *c = &doc->claim[doc->n_claim++];
        *c = (msd_claim){.event = "", .cameo = "", .quad = "", .rule = "", .trigger_text = "", .sentence = -1};
        snprintf(c->id, sizeof c->id, "%s", id);
        *slot = doc->n_claim;
    }
    *claim = *slot - 1;
    return MSD_OK;
}

static msd_status resolve(struct msdx_lines *l)
{
    msd_doc *doc = l->doc;
    uint32_t whole = doc->n_claim, claim;
    struct by_id b = {.mask = 15};
    msd_status st = MSD_OK;
    if (l->n_target == 0) return MSD_OK;
    while (b.mask < ((size_t)whole + l->n_target) * 2) b.mask = b.mask * 2 + 1;
    b.slot = msdx_calloc(b.mask + 1, sizeof *b.slot);
    if (!b.slot) return MSD_ENOMEM;
    for (uint32_t i = 0; i < whole; i++) {
        uint32_t *slot = slot_of(&b, doc, doc->claim[i].id);
        if (!*slot) *slot = i + 1; /* of claims with one id the first */
    }
    for (uint32_t i = 0; i < l->n_target && st == MSD_OK; i++) {
        const struct target *t = &l->target[i];
        st = link_to(l, &b, t->id, &claim);
        if (st == MSD_OK && t->claim < whole)
            ((msd_link *)(uintptr_t)doc->claim[t->claim].links)[t->link].claim = claim;
    }
    msdx_free(b.slot);
    return st;
}

msd_status msdx_lines_take(msdx_lines *lines, msd_doc **out, uint32_t *n_claim, msd_error *err)
{
    msd_doc *doc = lines->doc;
    *out = NULL;
    *n_claim = 0;
    if (!doc) return MSD_OK;
    *n_claim = doc->n_claim;
    msd_status st = resolve(lines);
    doc->body.text = doc->body.parsed =
        msdx_arena_strndup(&doc->arena, lines->text.p ? lines->text.p : "", lines->text.n);
    doc->body.n_byte = (uint32_t)lines->text.n;
    for (uint32_t i = 0; i < doc->body.n_sent; i++)
        if (is_set(&doc->body.sent[i])) doc->body.sent[i].tok_end = 0; /* most may be pages that nobody has touched */
    doc->title_sentence.tok_end = 0;
    if (st != MSD_OK || doc->arena.failed || !doc->body.text) st = msdx_err_nomem(err);
    lines->doc = NULL;
    lines->room = lines->n_target = lines->sent_room = 0;
    msdx_buf_reset(&lines->text);
    if (st != MSD_OK) {
        msdx_doc_free(doc);
        return st;
    }
    *out = doc;
    return MSD_OK;
}
