/* conllu.c: CoNLL-U of a unit (https://universaldependencies.org/format.html).
 *
 * By default Universal Dependencies without the tokens that are white space;
 * native has the model's own labels and heads and keeps them. MISC holds the
 * code points of the token in the text, the name it is in, and SpaceAfter=No. */
#include "parse/parse.h"

/* White space is written out where it would break the format: columns end at tabs, lines at line breaks. */
static void add_field(msdx_buf *buf, const char *p, size_t n, bool is_space)
{
    if (n == 0) {
        msdx_buf_addc(buf, '_');
        return;
    }
    size_t used = 0;
    for (size_t i = 0; i < n; i += used) {
        switch (msdx_utf8_get(p + i, n - i, &used)) {
        case '\t': msdx_buf_adds(buf, "\\t"); break;
        case '\n': msdx_buf_adds(buf, "\\n"); break;
        case '\r': msdx_buf_adds(buf, "\\r"); break;
        case '\v': msdx_buf_adds(buf, "\\v"); break;
        case '\f': msdx_buf_adds(buf, "\\f"); break;
        case 0x1C:
        case 0x1D:
        case 0x1E:
        case 0x85:
        case 0x2028:
        case 0x2029: /* lines end here for Python */ msdx_buf_adds(buf, "\\n"); break;
        case ' ': msdx_buf_adds(buf, is_space ? "\\s" : " "); break;
        default: msdx_buf_add(buf, p + i, used);
        }
    }
}

static void add_cstr(msdx_buf *buf, const char *s)
{
    msdx_buf_adds(buf, s && *s ? s : "_");
}

/* A comment is one line: runs of white space become one space. */
static void add_folded(msdx_buf *buf, const char *p, size_t n)
{
    size_t used = 0;
    bool gap = false, any = false;
    for (size_t i = 0; i < n; i += used) {
        int32_t cp = msdx_utf8_get(p + i, n - i, &used);
        if (cp == ' ' || (cp >= '\t' && cp <= '\r') || (cp >= 0x1C && cp <= 0x1F) || cp == 0x85 || cp == 0x2028 ||
            cp == 0x2029) {
            gap = any;
            continue;
        }
        if (gap) msdx_buf_addc(buf, ' ');
        gap = false;
        any = true;
        msdx_buf_add(buf, p + i, used);
    }
}

static void add_misc(msdx_buf *buf, const msdx_unit *u, uint32_t i, bool native)
{
    const msdx_tok *t = &u->tok[i];
    msdx_buf_addf(buf, "start=%u|end=%u", t->span.start_cp, t->span.end_cp);
    if (t->ent) msdx_buf_addf(buf, "|ner=%c-%s", t->ent_iob == MSDX_BEGIN ? 'B' : 'I', t->ent);
    uint32_t next = i + 1;
    while (!native && next < u->n_tok && u->tok[next].is_space) next++;
    if (next < u->n_tok && u->tok[next].span.start_byte == t->span.end_byte) msdx_buf_adds(buf, "|SpaceAfter=No");
    msdx_buf_addc(buf, '\n');
}

/* The number of token `want` in its sentence's lines, counted from 1; 0 for none. */
static uint32_t number_of(const msd_sentence *sent, int32_t want, const uint32_t *n_space_before)
{
    if (want < (int32_t)sent->tok_start || want >= (int32_t)sent->tok_end) return 0;
    uint32_t n = (uint32_t)want - sent->tok_start + 1;
    return n_space_before ? n - n_space_before[(uint32_t)want - sent->tok_start] : n;
}

static void add_token(msdx_buf *buf, const msdx_unit *u, const msd_sentence *sent, uint32_t i,
                      const uint32_t *n_space_before, bool native)
{
    const msdx_tok *t = &u->tok[i];
    msdx_str form = msdx_tok_text(u, (int32_t)i);
    int32_t head = native ? t->native_head : t->head;
    if (head == (int32_t)i) head = -1;
    msdx_buf_addf(buf, "%u\t", number_of(sent, (int32_t)i, n_space_before));
    add_field(buf, form.p, form.n, t->is_space);
    msdx_buf_addc(buf, '\t');
    add_field(buf, t->lemma.p, t->lemma.n, t->is_space);
    msdx_buf_addc(buf, '\t');
    add_cstr(buf, msdx_upos_name((msdx_upos)t->upos));
    msdx_buf_addc(buf, '\t');
    add_cstr(buf, t->tag);
    msdx_buf_addc(buf, '\t');
    add_cstr(buf, t->morph);
    msdx_buf_addf(buf, "\t%u\t", number_of(sent, head, n_space_before));
    add_cstr(buf, native ? t->native_dep : msdx_rel_name((msdx_rel)t->rel));
    msdx_buf_adds(buf, "\t_\t");
    add_misc(buf, u, i, native);
}

/* Spaces before each token of a sentence, in the unit's arena; NULL when there are none (or no memory: then buf fails). */
static const uint32_t *count_spaces(msdx_buf *buf, const msdx_unit *u, const msd_sentence *sent)
{
    uint32_t n = 0;
    for (uint32_t i = sent->tok_start; i < sent->tok_end; i++) n += u->tok[i].is_space;
    if (!n) return NULL;
    uint32_t *before = MSDX_NEW(u->arena, uint32_t, sent->tok_end - sent->tok_start);
    if (!before) {
        buf->failed = true;
        return NULL;
    }
    for (uint32_t i = sent->tok_start, seen = 0; i < sent->tok_end; i++) {
        before[i - sent->tok_start] = seen;
        seen += u->tok[i].is_space;
    }
    return before;
}

void msdx_conllu_write(msdx_buf *buf, const msdx_unit *unit, const char *doc_id, bool native)
{
    msdx_buf_adds(buf, "# newdoc");
    if (doc_id) {
        msdx_buf_adds(buf, " id = ");
        add_folded(buf, doc_id, strlen(doc_id));
    }
    msdx_buf_addc(buf, '\n');
    uint32_t n_sent = 0;
    for (uint32_t k = 0; k < unit->n_sent; k++) {
        const msd_sentence *sent = &unit->sent[k];
        uint32_t first = sent->tok_start, end = sent->tok_end;
        while (!native && first < end && unit->tok[first].is_space) first++;
        while (!native && end > first && unit->tok[end - 1].is_space) end--;
        if (first >= end) continue;
        msdx_buf_adds(buf, "# sent_id = ");
        if (doc_id) {
            add_folded(buf, doc_id, strlen(doc_id));
            msdx_buf_addc(buf, '-');
        }
        msdx_buf_addf(buf, "%u\n# text = ", ++n_sent);
        uint32_t from = unit->tok[first].span.start_byte;
        add_folded(buf, unit->text + from, unit->tok[end - 1].span.end_byte - from);
        msdx_buf_addc(buf, '\n');
        const uint32_t *before = native ? NULL : count_spaces(buf, unit, sent);
        for (uint32_t i = first; i < end; i++)
            if (native || !unit->tok[i].is_space) add_token(buf, unit, sent, i, before, native);
        msdx_buf_addc(buf, '\n');
    }
}
