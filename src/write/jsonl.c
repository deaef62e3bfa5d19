/* jsonl.c: the contract's JSON form. Keys, their order, and which of them may be
 * null are those of schema.c; a test holds the two together. */
#include <math.h>

#include "write/json.h"
#include "write/write.h"

msdx_str msdx_write_words(const msdx_unit *u, const msd_span *span, const char *otherwise)
{
    if (span->start_byte < span->end_byte && span->end_byte <= u->n_byte)
        return (msdx_str){u->text + span->start_byte, span->end_byte - span->start_byte};
    return msdx_str_of(otherwise);
}

msd_span msdx_write_sentence(const msd_doc *doc, int32_t sentence)
{
    if (sentence >= 0 && (uint32_t)sentence < doc->body.n_sent) return doc->body.sent[sentence].span;
    if (sentence < 0 && doc->has_title) return doc->title_sentence.span;
    return (msd_span){0};
}

static void put_span(msdx_json *j, const msdx_unit *u, const msd_span *span, const char *otherwise)
{
    msdx_json_key(j, "text");
    msdx_json_strn(j, msdx_write_words(u, span, otherwise));
    msdx_json_put_int(j, "start", span->start_cp);
    msdx_json_put_int(j, "end", span->end_cp);
}

static void put_strings(msdx_json *j, const char *key, const msd_strings *list)
{
    msdx_json_key(j, key);
    msdx_json_open(j, '[');
    for (size_t i = 0; i < list->n; i++) msdx_json_str(j, list->item[i]);
    msdx_json_close(j, ']');
}

/* A string, with nothing in it as null. */
static void put_some(msdx_json *j, const char *key, const char *s)
{
    msdx_json_put_str(j, key, s && *s ? s : NULL);
}

static void put_resolved(msdx_json *j, const msd_entity *e)
{
    put_some(j, "name", e->name);
    put_some(j, "entity", e->entity);
    put_some(j, "country", e->country);
    put_some(j, "sector", e->sector);
    put_strings(j, "sectors", &e->sectors);
    put_some(j, "code", e->code);
    put_strings(j, "aligned", &e->aligned);
    msdx_json_put_str(j, "via", msd_via_name(e->via));
}

static void put_entities(msdx_json *j, const char *key, const msdx_unit *u, const msd_entity *e, size_t n)
{
    msdx_json_key(j, key);
    msdx_json_open(j, '[');
    for (size_t i = 0; i < n; i++) {
        msdx_json_open(j, '{');
        put_span(j, u, &e[i].span, e[i].text);
        put_resolved(j, &e[i]);
        msdx_json_close(j, '}');
    }
    msdx_json_close(j, ']');
}

static void put_doc(msdx_json *j, const msd_doc *doc)
{
    msdx_json_key(j, "doc");
    msdx_json_open(j, '{');
    msdx_json_put_str(j, "id", doc->id);
    put_some(j, "date", doc->date);
    msdx_json_key(j, "title");
    if (doc->has_title)
        msdx_json_strn(j, (msdx_str){doc->title.text, doc->title.n_byte});
    else
        msdx_json_null(j);
    put_some(j, "url", doc->url);
    put_some(j, "publisher", doc->publisher);
    put_some(j, "language", doc->language);
    msdx_json_close(j, '}');
}

static void put_sentence(msdx_json *j, int32_t index, const msd_span *span, msdx_str text)
{
    msdx_json_key(j, "sentence");
    msdx_json_open(j, '{');
    msdx_json_put_int(j, "index", index);
    msdx_json_put_int(j, "start", span->start_cp);
    msdx_json_put_int(j, "end", span->end_cp);
    msdx_json_key(j, "text");
    msdx_json_strn(j, text);
    msdx_json_close(j, '}');
}

static void put_event(msdx_json *j, const msdx_unit *u, const msd_claim *c)
{
    msdx_json_key(j, "trigger");
    msdx_json_open(j, '{');
    put_span(j, u, &c->trigger, c->trigger_text);
    msdx_json_put_str(j, "lemma", c->trigger_lemma ? c->trigger_lemma : "");
    msdx_json_close(j, '}');
    msdx_json_put_str(j, "event", c->event);
    put_some(j, "mode", c->mode);
    put_strings(j, "contexts", &c->contexts);
    msdx_json_put_str(j, "cameo", c->cameo);
    msdx_json_put_str(j, "quad", c->quad);
    msdx_json_put_num(j, "goldstein", c->goldstein);
    msdx_json_put_num(j, "intensity", c->intensity);
}

static void put_attribution(msdx_json *j, const msdx_unit *u, const msd_claim *c)
{
    msdx_json_key(j, "attribution");
    msdx_json_open(j, '[');
    for (size_t i = 0; i < c->n_attribution; i++) {
        const msd_source *s = &c->attribution[i];
        msdx_json_open(j, '{');
        put_span(j, u, &s->who.span, s->who.text);
        msdx_json_put_str(j, "kind", msd_source_kind_name(s->kind));
        if (s->resolved) put_resolved(j, &s->who);
        msdx_json_close(j, '}');
    }
    msdx_json_close(j, ']');
}

static void put_links(msdx_json *j, const msd_doc *doc, const msd_claim *c)
{
    msdx_json_key(j, "links");
    msdx_json_open(j, '[');
    for (size_t i = 0; i < c->n_link; i++) {
        if (c->links[i].claim >= doc->n_claim) continue;
        msdx_json_open(j, '{');
        msdx_json_put_str(j, "kind", msd_link_kind_name(c->links[i].kind));
        msdx_json_put_str(j, "event", doc->claim[c->links[i].claim].id);
        msdx_json_close(j, '}');
    }
    msdx_json_close(j, ']');
}

static void put_when(msdx_json *j, const msd_when *w)
{
    msdx_json_key(j, "when");
    msdx_json_open(j, '{');
    put_some(j, "start", w->start);
    put_some(j, "end", w->end);
    msdx_json_put_str(j, "precision", msd_date_precision_name(w->precision));
    put_some(j, "text", w->text);
    msdx_json_close(j, '}');
}

static void put_place(msdx_json *j, const msdx_unit *u, const msd_where *w)
{
    msdx_json_open(j, '{');
    put_span(j, u, &w->span, w->text);
    put_some(j, "name", w->name);
    put_some(j, "country", w->country);
    put_some(j, "admin1", w->admin1);
    msdx_json_put_num(j, "latitude", w->has_point ? w->latitude : NAN);
    msdx_json_put_num(j, "longitude", w->has_point ? w->longitude : NAN);
    msdx_json_key(j, "geonames");
    if (w->geonames)
        msdx_json_int(j, w->geonames);
    else
        msdx_json_null(j);
    msdx_json_put_str(j, "precision", msd_place_precision_name(w->precision));
    msdx_json_close(j, '}');
}

static void put_where(msdx_json *j, const msdx_unit *u, const msd_where *w)
{
    msdx_json_key(j, "where");
    if (w->present)
        put_place(j, u, w);
    else
        msdx_json_null(j);
}

void msdx_write_places(msdx_buf *buf, const msd_doc *doc, const msd_where *place, size_t n)
{
    msdx_json j = {.buf = buf};
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "id", doc->id);
    msdx_json_key(&j, "places");
    msdx_json_open(&j, '[');
    for (size_t i = 0; i < n; i++) put_place(&j, &doc->body, &place[i]);
    msdx_json_close(&j, ']');
    msdx_json_close(&j, '}');
    msdx_buf_addc(buf, '\n');
}

void msdx_write_times(msdx_buf *buf, const msd_doc *doc, const msdx_told_time *time, size_t n)
{
    msdx_json j = {.buf = buf};
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "id", doc->id);
    msdx_json_key(&j, "times");
    msdx_json_open(&j, '[');
    for (size_t i = 0; i < n; i++) {
        msdx_json_open(&j, '{');
        msdx_json_put_str(&j, "text", time[i].text);
        msdx_json_put_int(&j, "start", time[i].span.start_cp);
        msdx_json_put_int(&j, "end", time[i].span.end_cp);
        msdx_json_put_str(&j, "type", msdx_time_kind_name(time[i].kind));
        msdx_json_put_str(&j, "value", time[i].value);
        msdx_json_put_str(&j, "from", *time[i].start ? time[i].start : NULL);
        msdx_json_put_str(&j, "to", *time[i].end ? time[i].end : NULL);
        msdx_json_put_str(&j, "precision", msd_date_precision_name(time[i].precision));
        msdx_json_close(&j, '}');
    }
    msdx_json_close(&j, ']');
    msdx_json_close(&j, '}');
    msdx_buf_addc(buf, '\n');
}

static void put_mentions(msdx_json *j, const msd_doc *doc, const msd_claim *c)
{
    msdx_json_key(j, "mentions");
    msdx_json_open(j, '[');
    for (size_t i = 0; i < c->n_mention; i++) {
        const msd_mention *m = &c->mentions[i];
        const msdx_unit *u = msdx_write_unit(doc, m->sentence);
        msdx_json_open(j, '{');
        msdx_json_put_int(j, "sentence", m->sentence);
        msdx_json_put_int(j, "start", m->span.start_cp);
        msdx_json_put_int(j, "end", m->span.end_cp);
        msdx_json_key(j, "text");
        msdx_json_strn(j, msdx_write_words(u, &m->span, m->text));
        msdx_json_close(j, '}');
    }
    msdx_json_close(j, ']');
}

static void put_count(msdx_json *j, const char *key, int64_t n)
{
    msdx_json_key(j, key);
    if (n < 0)
        msdx_json_null(j);
    else
        msdx_json_int(j, n);
}

static void put_magnitude(msdx_json *j, const msd_magnitude *m)
{
    msdx_json_key(j, "magnitude");
    msdx_json_open(j, '{');
    put_count(j, "dead", m->dead);
    put_count(j, "injured", m->injured);
    put_count(j, "arrested", m->arrested);
    put_count(j, "displaced", m->displaced);
    put_count(j, "participants", m->participants);
    msdx_json_close(j, '}');
}

static void put_head(msdx_json *j, const msd_doc *doc, const char *id, int32_t sentence, const msd_span *span,
                     msdx_str text)
{
    msdx_json_put_int(j, "schema", MSD_SCHEMA);
    msdx_json_put_str(j, "id", id);
    put_doc(j, doc);
    put_sentence(j, sentence, span, text);
}

static void put_rest(msdx_json *j, const msd_doc *doc, const msd_claim *c)
{
    const msdx_unit *u = msdx_write_unit(doc, c->sentence);
    put_event(j, u, c);
    put_entities(j, "actors", u, c->actors, c->n_actor);
    put_entities(j, "recipients", u, c->recipients, c->n_recipient);
    msdx_json_put_str(j, "status", msd_claim_status_name(c->status));
    msdx_json_put_str(j, "hedge", msd_hedge_name(c->hedge));
    put_attribution(j, u, c);
    put_links(j, doc, c);
    put_when(j, &c->when);
    put_where(j, u, &c->where);
    put_mentions(j, doc, c);
    put_magnitude(j, &c->magnitude);
    /* four places say all that a calibrated number can */
    msdx_json_put_num(j, "confidence", round(c->confidence * 1e4) / 1e4);
    msdx_json_put_str(j, "rule", c->rule);
}

void msdx_write_jsonl_head(msdx_buf *buf, const msd_doc *doc, const char *id, int32_t sentence, const msd_span *span,
                           msdx_str text)
{
    msdx_json j = {.buf = buf};
    msdx_json_open(&j, '{');
    put_head(&j, doc, id, sentence, span, text);
    msdx_buf_addc(buf, ',');
}

void msdx_write_jsonl_rest(msdx_buf *buf, const msd_doc *doc, const msd_claim *c)
{
    msdx_json j = {.buf = buf};
    put_rest(&j, doc, c);
    msdx_json_close(&j, '}');
}

void msdx_write_claim(msdx_json *j, const msd_doc *doc, const msd_claim *c)
{
    msd_span span = msdx_write_sentence(doc, c->sentence);
    msdx_json_open(j, '{');
    put_head(j, doc, c->id, c->sentence, &span, msdx_write_words(msdx_write_unit(doc, c->sentence), &span, ""));
    put_rest(j, doc, c);
    msdx_json_close(j, '}');
}

void msdx_write_jsonl(msdx_buf *buf, const msd_doc *doc, const msd_claim *c)
{
    msdx_json j = {.buf = buf};
    msdx_write_claim(&j, doc, c);
    msdx_buf_addc(buf, '\n');
}
