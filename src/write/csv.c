/* csv.c: the contract's fields flat, RFC 4180, and as values with a type for the columnar
 * forms. A list is joined with "|", a list within a list with ";"; the "|" of a value itself
 * becomes "/". Every column is one row of `columns`. */
#include <math.h>

#include "write/json.h"
#include "write/write.h"

struct row {
    const msd_doc *doc;
    const msd_claim *c;
    const msdx_unit *u;
    msdx_buf *buf;
    bool plain; /* a quote is not doubled */
};

typedef void (*put_fn)(const struct row *r, int which);

static void add(const struct row *r, msdx_str s, bool in_list)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' && !r->plain) msdx_buf_addc(r->buf, '"');
        msdx_buf_addc(r->buf, in_list && s.p[i] == '|' ? '/' : s.p[i]);
    }
}

static void adds(const struct row *r, const char *s)
{
    add(r, msdx_str_of(s), false);
}

static void put_doc(const struct row *r, int which)
{
    const msd_doc *d = r->doc;
    if (which == 'T')
        add(r, (msdx_str){d->title.text, d->has_title ? d->title.n_byte : 0}, false);
    else
        adds(r, which == 'i'   ? d->id
                : which == 'd' ? d->date
                : which == 'u' ? d->url
                : which == 'p' ? d->publisher
                               : d->language);
}

static void put_span(const struct row *r, const msdx_unit *u, const msd_span *span, const char *otherwise, int which)
{
    if (which == 't')
        add(r, msdx_write_words(u, span, otherwise), false);
    else
        msdx_buf_addf(r->buf, "%u", which == 's' ? span->start_cp : span->end_cp);
}

static void put_sentence(const struct row *r, int which)
{
    msd_span span = msdx_write_sentence(r->doc, r->c->sentence);
    if (which == 'i')
        msdx_buf_addf(r->buf, "%d", r->c->sentence);
    else
        put_span(r, r->u, &span, "", which);
}

static void put_trigger(const struct row *r, int which)
{
    if (which == 'l')
        adds(r, r->c->trigger_lemma);
    else
        put_span(r, r->u, &r->c->trigger, r->c->trigger_text, which);
}

static void join(const struct row *r, const msd_strings *list, const char *between)
{
    for (size_t i = 0; i < list->n; i++) {
        if (i) msdx_buf_adds(r->buf, between);
        add(r, msdx_str_of(list->item[i]), true);
    }
}

static void put_claim(const struct row *r, int which)
{
    const msd_claim *c = r->c;
    switch (which) {
    case 'S': msdx_buf_addf(r->buf, "%d", MSD_SCHEMA); break;
    case 'i': adds(r, c->id); break;
    case 'e': adds(r, c->event); break;
    case 'm': adds(r, c->mode); break;
    case 'x': join(r, &c->contexts, "|"); break;
    case 'c': adds(r, c->cameo); break;
    case 'q': adds(r, c->quad); break;
    case 'g': msdx_num_add(r->buf, c->goldstein); break;
    case 'n': msdx_num_add(r->buf, c->intensity); break;
    case 's': adds(r, msd_claim_status_name(c->status)); break;
    case 'h': adds(r, msd_hedge_name(c->hedge)); break;
    case 'p': msdx_num_add(r->buf, round(c->confidence * 1e4) / 1e4); break;
    default: adds(r, c->rule); break;
    }
}

static void put_entity(const struct row *r, const msd_entity *e, int which)
{
    switch (which) {
    case 't': add(r, msdx_write_words(r->u, &e->span, e->text), true); break;
    case 's': msdx_buf_addf(r->buf, "%u", e->span.start_cp); break;
    case 'e': msdx_buf_addf(r->buf, "%u", e->span.end_cp); break;
    case 'n': add(r, msdx_str_of(e->name), true); break;
    case 'i': add(r, msdx_str_of(e->entity), true); break;
    case 'c': add(r, msdx_str_of(e->country), true); break;
    case 'k': add(r, msdx_str_of(e->sector), true); break;
    case 'K': join(r, &e->sectors, ";"); break;
    case 'o': add(r, msdx_str_of(e->code), true); break;
    case 'a': join(r, &e->aligned, ";"); break;
    default: adds(r, msd_via_name(e->via)); break;
    }
}

static void put_actors(const struct row *r, int which)
{
    for (size_t i = 0; i < r->c->n_actor; i++) {
        if (i) msdx_buf_addc(r->buf, '|');
        put_entity(r, &r->c->actors[i], which);
    }
}

static void put_recipients(const struct row *r, int which)
{
    for (size_t i = 0; i < r->c->n_recipient; i++) {
        if (i) msdx_buf_addc(r->buf, '|');
        put_entity(r, &r->c->recipients[i], which);
    }
}

static void put_attribution(const struct row *r, int which)
{
    for (size_t i = 0; i < r->c->n_attribution; i++) {
        const msd_source *s = &r->c->attribution[i];
        if (i) msdx_buf_addc(r->buf, '|');
        if (which == 'y')
            adds(r, msd_source_kind_name(s->kind));
        else if (s->resolved || strchr("tse", which))
            put_entity(r, &s->who, which);
    }
}

static void put_links(const struct row *r, int which)
{
    bool some = false;
    for (size_t i = 0; i < r->c->n_link; i++) {
        const msd_link *l = &r->c->links[i];
        if (l->claim >= r->doc->n_claim) continue;
        if (some) msdx_buf_addc(r->buf, '|');
        adds(r, which == 'k' ? msd_link_kind_name(l->kind) : r->doc->claim[l->claim].id);
        some = true;
    }
}

static void put_when(const struct row *r, int which)
{
    const msd_when *w = &r->c->when;
    adds(r, which == 's'   ? w->start
            : which == 'e' ? w->end
            : which == 'p' ? msd_date_precision_name(w->precision)
                           : w->text);
}

static void put_where(const struct row *r, int which)
{
    const msd_where *w = &r->c->where;
    if (!w->present) return;
    switch (which) {
    case 'n': adds(r, w->name); break;
    case 'c': adds(r, w->country); break;
    case 'a': adds(r, w->admin1); break;
    case 'y':
    case 'x':
        if (w->has_point) msdx_num_add(r->buf, which == 'y' ? w->latitude : w->longitude);
        break;
    case 'g':
        if (w->geonames) msdx_buf_addf(r->buf, "%u", w->geonames);
        break;
    case 'p': adds(r, msd_place_precision_name(w->precision)); break;
    default: put_span(r, r->u, &w->span, w->text, which); break;
    }
}

static void put_mentions(const struct row *r, int which)
{
    for (size_t i = 0; i < r->c->n_mention; i++) {
        const msd_mention *m = &r->c->mentions[i];
        if (i) msdx_buf_addc(r->buf, '|');
        if (which == 'i')
            msdx_buf_addf(r->buf, "%d", m->sentence);
        else if (which == 't')
            add(r, msdx_write_words(msdx_write_unit(r->doc, m->sentence), &m->span, m->text), true);
        else
            msdx_buf_addf(r->buf, "%u", which == 's' ? m->span.start_cp : m->span.end_cp);
    }
}

static void put_magnitude(const struct row *r, int which)
{
    const msd_magnitude *m = &r->c->magnitude;
    int64_t n = which == 'd'   ? m->dead
                : which == 'i' ? m->injured
                : which == 'a' ? m->arrested
                : which == 'p' ? m->displaced
                               : m->participants;
    if (n >= 0) msdx_buf_addf(r->buf, "%lld", (long long)n);
}

#define ENTITY(list, fn) \
    {list "_text", fn, 't', MSDX_VALUE_TEXT}, {list "_start", fn, 's', MSDX_VALUE_TEXT}, \
        {list "_end", fn, 'e', MSDX_VALUE_TEXT}, {list "_name", fn, 'n', MSDX_VALUE_TEXT}, \
        {list "_entity", fn, 'i', MSDX_VALUE_TEXT}, {list "_country", fn, 'c', MSDX_VALUE_TEXT}, \
        {list "_sector", fn, 'k', MSDX_VALUE_TEXT}, {list "_sectors", fn, 'K', MSDX_VALUE_TEXT}, \
        {list "_code", fn, 'o', MSDX_VALUE_TEXT}, {list "_aligned", fn, 'a', MSDX_VALUE_TEXT}, \
    { \
        list "_via", fn, 'v', MSDX_VALUE_TEXT \
    }

static const struct {
    const char *name;
    put_fn put;
    int which;
    msdx_value_type type;
} columns[] = {{"schema", put_claim, 'S', MSDX_VALUE_INT},
               {"id", put_claim, 'i', MSDX_VALUE_TEXT},
               {"doc_id", put_doc, 'i', MSDX_VALUE_TEXT},
               {"doc_date", put_doc, 'd', MSDX_VALUE_TEXT},
               {"doc_title", put_doc, 'T', MSDX_VALUE_TEXT},
               {"doc_url", put_doc, 'u', MSDX_VALUE_TEXT},
               {"doc_publisher", put_doc, 'p', MSDX_VALUE_TEXT},
               {"doc_language", put_doc, 'l', MSDX_VALUE_TEXT},
               {"sentence_index", put_sentence, 'i', MSDX_VALUE_INT},
               {"sentence_start", put_sentence, 's', MSDX_VALUE_INT},
               {"sentence_end", put_sentence, 'e', MSDX_VALUE_INT},
               {"sentence_text", put_sentence, 't', MSDX_VALUE_TEXT},
               {"trigger_text", put_trigger, 't', MSDX_VALUE_TEXT},
               {"trigger_start", put_trigger, 's', MSDX_VALUE_INT},
               {"trigger_end", put_trigger, 'e', MSDX_VALUE_INT},
               {"trigger_lemma", put_trigger, 'l', MSDX_VALUE_TEXT},
               {"event", put_claim, 'e', MSDX_VALUE_TEXT},
               {"mode", put_claim, 'm', MSDX_VALUE_TEXT},
               {"contexts", put_claim, 'x', MSDX_VALUE_TEXT},
               {"cameo", put_claim, 'c', MSDX_VALUE_TEXT},
               {"quad", put_claim, 'q', MSDX_VALUE_TEXT},
               {"goldstein", put_claim, 'g', MSDX_VALUE_REAL},
               {"intensity", put_claim, 'n', MSDX_VALUE_REAL},
               ENTITY("actors", put_actors),
               ENTITY("recipients", put_recipients),
               {"status", put_claim, 's', MSDX_VALUE_TEXT},
               {"hedge", put_claim, 'h', MSDX_VALUE_TEXT},
               ENTITY("attribution", put_attribution),
               {"attribution_kind", put_attribution, 'y', MSDX_VALUE_TEXT},
               {"links_kind", put_links, 'k', MSDX_VALUE_TEXT},
               {"links_event", put_links, 'e', MSDX_VALUE_TEXT},
               {"when_start", put_when, 's', MSDX_VALUE_DATE},
               {"when_end", put_when, 'e', MSDX_VALUE_DATE},
               {"when_precision", put_when, 'p', MSDX_VALUE_TEXT},
               {"when_text", put_when, 't', MSDX_VALUE_TEXT},
               {"where_text", put_where, 't', MSDX_VALUE_TEXT},
               {"where_start", put_where, 's', MSDX_VALUE_INT},
               {"where_end", put_where, 'e', MSDX_VALUE_INT},
               {"where_name", put_where, 'n', MSDX_VALUE_TEXT},
               {"where_country", put_where, 'c', MSDX_VALUE_TEXT},
               {"where_admin1", put_where, 'a', MSDX_VALUE_TEXT},
               {"where_latitude", put_where, 'y', MSDX_VALUE_REAL},
               {"where_longitude", put_where, 'x', MSDX_VALUE_REAL},
               {"where_geonames", put_where, 'g', MSDX_VALUE_INT},
               {"where_precision", put_where, 'p', MSDX_VALUE_TEXT},
               {"mentions_sentence", put_mentions, 'i', MSDX_VALUE_TEXT},
               {"mentions_start", put_mentions, 's', MSDX_VALUE_TEXT},
               {"mentions_end", put_mentions, 'e', MSDX_VALUE_TEXT},
               {"mentions_text", put_mentions, 't', MSDX_VALUE_TEXT},
               {"magnitude_dead", put_magnitude, 'd', MSDX_VALUE_INT},
               {"magnitude_injured", put_magnitude, 'i', MSDX_VALUE_INT},
               {"magnitude_arrested", put_magnitude, 'a', MSDX_VALUE_INT},
               {"magnitude_displaced", put_magnitude, 'p', MSDX_VALUE_INT},
               {"magnitude_participants", put_magnitude, 't', MSDX_VALUE_INT},
               {"confidence", put_claim, 'p', MSDX_VALUE_REAL},
               {"rule", put_claim, 'r', MSDX_VALUE_TEXT}};
enum { N_COLUMN = sizeof columns / sizeof *columns };

void msdx_write_csv_header(msdx_buf *buf)
{
    for (size_t i = 0; i < N_COLUMN; i++) {
        if (i) msdx_buf_addc(buf, ',');
        msdx_buf_adds(buf, columns[i].name);
    }
    msdx_buf_adds(buf, "\r\n");
}

/* Quotes stand only around what needs them: what was put is looked at, and quoted after the fact. */
static void quote(msdx_buf *buf, size_t start)
{
    if (buf->failed) return;
    bool need = false;
    for (size_t i = start; i < buf->n && !need; i++) need = strchr(",\"\r\n", buf->p[i]) != NULL;
    if (!need) return;
    msdx_buf_add(buf, "\"\"", 2);
    if (buf->failed) return;
    memmove(buf->p + start + 1, buf->p + start, buf->n - start - 2);
    buf->p[start] = buf->p[buf->n - 1] = '"';
}

void msdx_write_csv(msdx_buf *buf, const msd_doc *doc, const msd_claim *claim)
{
    struct row r = {doc, claim, msdx_write_unit(doc, claim->sentence), buf, false};
    for (size_t i = 0; i < N_COLUMN; i++) {
        if (i) msdx_buf_addc(buf, ',');
        size_t start = buf->n;
        columns[i].put(&r, columns[i].which);
        quote(buf, start);
    }
    msdx_buf_adds(buf, "\r\n");
}

/* ---- as values ---- */

const char *msdx_write_column(size_t i, msdx_value_type *type)
{
    if (i >= N_COLUMN) return NULL;
    *type = columns[i].type;
    return columns[i].name;
}

static double real(const msd_claim *c, int which)
{
    switch (which) {
    case 'g': return c->goldstein;
    case 'n': return c->intensity;
    case 'y': return c->where.latitude;
    case 'x': return c->where.longitude;
    default: return round(c->confidence * 1e4) / 1e4;
    }
}

static int64_t whole(msdx_str s)
{
    int64_t n = 0;
    bool minus = s.p[0] == '-';
    for (size_t i = minus; i < s.n; i++) n = n * 10 + (s.p[i] - '0');
    return minus ? -n : n;
}

/* Days since 1970-01-01 of the proleptic Gregorian calendar (Howard Hinnant, chrono-compatible date algorithms,
 * days_from_civil). */
static bool days(msdx_str s, int64_t *out)
{
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-') return false;
    int64_t y = whole((msdx_str){s.p, 4}), m = whole((msdx_str){s.p + 5, 2}), d = whole((msdx_str){s.p + 8, 2});
    y -= m <= 2;
    int64_t era = y / 400, year = y - era * 400, day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    *out = era * 146097 + year * 365 + year / 4 - year / 100 + day - 719468;
    return true;
}

bool msdx_write_value(msdx_buf *text, const msd_doc *doc, const msd_claim *claim, size_t i, msdx_value *out)
{
    struct row r = {doc, claim, msdx_write_unit(doc, claim->sentence), text, true};
    msdx_buf_reset(text);
    columns[i].put(&r, columns[i].which);
    *out = (msdx_value){.text = {text->p, text->n}};
    if (text->failed || text->n == 0) return false;
    if (columns[i].type == MSDX_VALUE_REAL) out->real = real(claim, columns[i].which);
    if (columns[i].type == MSDX_VALUE_INT) out->whole = whole(out->text);
    return columns[i].type != MSDX_VALUE_DATE || days(out->text, &out->whole);
}
