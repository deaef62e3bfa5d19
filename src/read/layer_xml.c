/* layer_xml.c: BBN's CAMEOXML, what its coder ACCENT writes: documents, and in each its events with their participants.
 * A row is an Event with all that follows it up to the next. The day is the one in the document's id
 * (NYT_ENG_20090407.0161), the number the document's id and the event's. */
#include "read/layer_impl.h"

static size_t find(msdx_str s, size_t from, const char *what)
{
    const char *p = from < s.n ? memmem(s.p + from, s.n - from, what, strlen(what)) : NULL;
    return p ? (size_t)(p - s.p) : s.n;
}

/* Where the next element of this name opens, comments passed over; the end when there is none. */
static size_t find_element(msdx_str s, size_t from, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = find(s, from, "<"); i < s.n; i = find(s, i + 1, "<")) {
        if (s.n - i > 4 && memcmp(s.p + i, "<!--", 4) == 0) {
            i = find(s, i + 4, "-->");
        } else if (s.n - i > n + 1 && memcmp(s.p + i + 1, name, n) == 0 && strchr(" \t\r\n>/", s.p[i + 1 + n])) {
            return i;
        }
    }
    return s.n;
}

/* The tag that opens at `from`, without its brackets; no bytes when it is not closed. */
static msdx_str tag(msdx_str s, size_t from)
{
    char quote = 0;
    for (size_t i = from + 1; i < s.n; i++) {
        char c = s.p[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            return (msdx_str){s.p + from + 1, i - from - 1};
    }
    return MSDX_STR("");
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The five entities of XML. */
static msdx_str plain(msdx_layer_reader *r, msdx_str s)
{
    static const struct {
        const char *name;
        char c;
    } entity[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    if (!memchr(s.p, '&', s.n)) return s;
    char *out = msdx_arena_alloc(&r->arena, s.n + 1, 1);
    size_t n = 0;
    for (size_t i = 0; out && i < s.n; n++) {
        size_t used = 1;
        out[n] = s.p[i];
        for (size_t k = 0; k < sizeof entity / sizeof *entity; k++) {
            size_t m = strlen(entity[k].name);
            if (s.n - i < m || memcmp(s.p + i, entity[k].name, m) != 0) continue;
            out[n] = entity[k].c;
            used = m;
        }
        i += used;
    }
    return out ? (msdx_str){out, n} : MSDX_STR("");
}

static msdx_str attribute(msdx_layer_reader *r, msdx_str element, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < element.n;) {
        while (i < element.n && !is_space(element.p[i])) i++;
        while (i < element.n && is_space(element.p[i])) i++;
        size_t start = i;
        while (i < element.n && element.p[i] != '=' && !is_space(element.p[i])) i++;
        size_t end = i;
        while (i < element.n && element.p[i] != '"' && element.p[i] != '\'') i++;
        if (i >= element.n) break;
        const char *close = memchr(element.p + i + 1, element.p[i], element.n - i - 1);
        if (!close) break;
        msdx_str value = {element.p + i + 1, (size_t)(close - element.p) - i - 1};
        if (end - start == n && memcmp(element.p + start, name, n) == 0) return plain(r, value);
        i += value.n + 2;
    }
    return MSDX_STR("");
}

/* ---- rows ---- */

/* "Combatant (Sudan)", as ICEWS names them; the one without the other where there is only one. */
static msdx_str participant(msdx_layer_reader *r, msdx_str row, const char *role)
{
    for (size_t i = find_element(row, 0, "Participant"); i < row.n; i = find_element(row, i + 1, "Participant")) {
        msdx_str t = tag(row, i);
        if (!msdx_str_is(attribute(r, t, "role"), role)) continue;
        msdx_str actor = attribute(r, t, "actor_name"), agent = attribute(r, t, "agent_name");
        if (!actor.n || !agent.n) return actor.n ? actor : agent;
        char *out = msdx_arena_alloc(&r->arena, actor.n + agent.n + 4, 1);
        if (!out) return MSDX_STR("");
        memcpy(out, agent.p, agent.n);
        memcpy(out + agent.n, " (", 2);
        memcpy(out + agent.n + 2, actor.p, actor.n);
        out[agent.n + 2 + actor.n] = ')';
        return (msdx_str){out, agent.n + actor.n + 3};
    }
    return MSDX_STR("");
}

/* The first eight digits of the document's id that are a date. */
static void set_day(msdx_str id, char day[11])
{
    for (size_t i = 0; i + 8 <= id.n; i++)
        if (msdx_layer_is_digits((msdx_str){id.p + i, 8}) && msdx_layer_day((msdx_str){id.p + i, 8}, day)) return;
    *day = 0;
}

static void set_number(msdx_layer_reader *r, msdx_str id, msdx_layer_row *row)
{
    char *out = msdx_arena_alloc(&r->arena, r->document.n + id.n + 2, 1);
    if (!out) return;
    memcpy(out, r->document.p, r->document.n);
    out[r->document.n] = '-';
    memcpy(out + r->document.n + 1, id.p, id.n);
    row->number = r->document.n ? (msdx_str){out, r->document.n + 1 + id.n} : id;
}

/* The id of the last document that begins in s. */
static void note_document(msdx_layer_reader *r, msdx_str s)
{
    for (size_t i = find_element(s, 0, "Document"); i < s.n; i = find_element(s, i + 1, "Document")) {
        msdx_str t = tag(s, i);
        const char *id = memmem(t.p, t.n, " id=", 4);
        const char *end = id && id + 5 < t.p + t.n ? memchr(id + 5, id[4], (size_t)(t.p + t.n - id) - 5) : NULL;
        r->document = end ? (msdx_str){id + 5, (size_t)(end - id) - 5} : MSDX_STR("");
    }
}

static size_t next_event(const msdx_layer_reader *r, size_t from)
{
    return find_element(r->bytes, from, "Event");
}

msd_status msdx_layer_xml_open(msdx_layer_reader *r, msd_error *err)
{
    size_t root = find_element(r->bytes, 0, "CAMEO_XML");
    r->document = MSDX_STR("");
    if (root >= r->bytes.n) return msdx_err(err, MSD_EFORMAT, 1, "there is no element CAMEO_XML");
    msdx_layer_item head;
    msdx_layer_take(r, next_event(r, root), &head);
    r->head = head.raw;
    note_document(r, r->head);
    return MSD_OK;
}

msd_status msdx_layer_xml_next(msdx_layer_reader *r, msdx_layer_item *item, msd_error *err)
{
    msdx_layer_row *row = &item->row;
    msdx_layer_take(r, next_event(r, r->at + 1) - r->at, item);
    msdx_str event = tag(item->raw, 0);
    size_t close = find(item->raw, 0, "</Event>");
    row->code = attribute(r, event, "type");
    set_day(r->document, row->day);
    set_number(r, attribute(r, event, "id"), row);
    if (close < item->raw.n) {
        row->actor = participant(r, (msdx_str){item->raw.p, close}, "Source");
        row->recipient = participant(r, (msdx_str){item->raw.p, close}, "Target");
    }
    note_document(r, item->raw);
    if (msdx_arena_failed(&r->arena)) return msdx_err_nomem(err);
    if (!event.n || (close >= item->raw.n && event.p[event.n - 1] != '/'))
        return msdx_err(err, MSD_EFORMAT, 0, "an Event that is not closed");
    if (!row->code.n) return msdx_err(err, MSD_EFORMAT, 0, "an Event without a type");
    return MSD_OK;
}

bool msdx_layer_xml_is(const msdx_layer_form *f, msdx_str bytes)
{
    size_t at = 0;
    (void)f;
    if (bytes.n >= 3 && memcmp(bytes.p, "\xEF\xBB\xBF", 3) == 0) at = 3;
    while (at < bytes.n && is_space(bytes.p[at])) at++;
    return at < bytes.n && bytes.p[at] == '<' && find_element(bytes, at, "CAMEO_XML") < bytes.n;
}
