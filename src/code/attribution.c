/* attribution.c: who says so where no word beside the clause tells it: quotations of several sentences, whose speaker
 * stands after the last or before the first; quotations that go on in the next paragraph; headlines ('Blast kills 12:
 * police'). Quotations are found once for a text, their speakers when one is first asked for. */
#include "code/status_impl.h"

enum { SPEECH_MIN = 3, AFTER_MAX = 14, BEFORE_MAX = 40, LABEL_MAX = 7, QUOTE_MAX = 4000 };

/* ---- where quotations are ---- */

static bool text_is(const msdx_unit *u, int32_t t, const char *s)
{
    return msdx_str_is(msdx_tok_text(u, t), s);
}

/* Most tokens are told apart from quotation marks by their first byte. */
static bool may_be_mark(const msdx_unit *u, int32_t t)
{
    char first = msdx_tok_text(u, t).p[0];
    return first == '"' || first == '\'' || first == '`' || (unsigned char)first == 0xE2;
}

static bool is_double(const msdx_unit *u, int32_t t)
{
    return text_is(u, t, "\"") || text_is(u, t, "\xE2\x80\x9C") || text_is(u, t, "\xE2\x80\x9D") ||
           text_is(u, t, "``") || text_is(u, t, "''");
}

static bool is_single(const msdx_unit *u, int32_t t)
{
    return (text_is(u, t, "'") || text_is(u, t, "\xE2\x80\x98") || text_is(u, t, "\xE2\x80\x99")) &&
           strcmp(u->tok[t].tag, "POS") != 0;
}

static bool only_opens(const msdx_unit *u, int32_t t)
{
    return text_is(u, t, "\xE2\x80\x9C") || text_is(u, t, "``") || text_is(u, t, "\xE2\x80\x98");
}

static bool only_closes(const msdx_unit *u, int32_t t)
{
    return text_is(u, t, "\xE2\x80\x9D") || text_is(u, t, "''") || text_is(u, t, "\xE2\x80\x99");
}

static bool space_before(const msdx_unit *u, int32_t t)
{
    return t == 0 || u->tok[t - 1].span.end_byte < u->tok[t].span.start_byte || u->tok[t - 1].is_space ||
           u->tok[t - 1].upos == MSDX_PUNCT;
}

/* Does a paragraph begin at token t? */
static bool starts_paragraph(const msdx_unit *u, int32_t t)
{
    if (t == 0) return true;
    const char *text = u->parsed ? u->parsed : u->text;
    for (uint32_t i = u->tok[t - 1].is_space ? u->tok[t - 1].span.start_byte : u->tok[t - 1].span.end_byte;
         i < u->tok[t].span.start_byte; i++)
        if (text[i] == '\n') return true;
    return false;
}

struct scan {
    int32_t open, para; /* after the opening mark; -1: none is open */
    bool single;
};

static void put_quote(struct msdx_coder *c, const struct scan *s, int32_t end)
{
    if (end - s->open < 1 || end - s->open > QUOTE_MAX || c->n_quote == c->quote_room) return;
    c->quote[c->n_quote++] = (struct msdx_quote){.start = s->open, .end = end, .para = s->para, .speaker = -1};
}

static void scan_mark(struct msdx_coder *c, int32_t t, struct scan *s)
{
    const msdx_unit *u = c->u;
    bool twice = is_double(u, t), once = !twice && is_single(u, t);
    if (!twice && !once) return;
    if (s->open < 0) {
        bool opens = twice ? !only_closes(u, t) : only_opens(u, t) || (text_is(u, t, "'") && space_before(u, t));
        if (opens) {
            s->open = t + 1;
            s->single = once;
        }
    } else if (s->single == once && !only_opens(u, t)) {
        put_quote(c, s, t);
        s->open = -1;
    }
}

/* A quotation left open at the end of a paragraph goes on in the next, and ends here for us. A straight mark may be a
 * slip: it is taken for one that opens where a quotation begins. What comes after has no say, so that a text that grows
 * keeps its claims. */
static void end_paragraph(struct msdx_coder *c, struct scan *s, int32_t t)
{
    const msdx_unit *u = c->u;
    int32_t mark = s->open - 1;
    bool begins = mark >= 0 && (only_opens(u, mark) || starts_paragraph(u, mark));
    if (s->open >= 0 && !s->single && begins) put_quote(c, s, t);
    s->open = -1;
}

/* Fill c->quote. */
static void find_quotes(struct msdx_coder *c)
{
    const msdx_unit *u = c->u;
    struct scan s = {.open = -1};
    uint32_t mark = 0;
    for (int32_t t = 0; t < (int32_t)u->n_tok; t++) mark += may_be_mark(u, t) && (is_double(u, t) || is_single(u, t));
    c->quote_room = mark;
    c->quote = mark ? MSDX_NEW(c->scratch, struct msdx_quote, mark) : NULL;
    if (!c->quote) c->quote_room = 0;
    for (int32_t t = 0; c->quote && t < (int32_t)u->n_tok; t++) {
        if (u->tok[t].is_space) continue;
        if (starts_paragraph(u, t)) {
            end_paragraph(c, &s, t);
            s.para++;
        }
        if (may_be_mark(u, t)) scan_mark(c, t, &s);
    }
    if (c->quote) end_paragraph(c, &s, (int32_t)u->n_tok);
}

static struct msdx_quote *quote_at(struct msdx_coder *c, int32_t t)
{
    uint32_t low = 0, high = c->n_quote;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (c->quote[mid].end <= t)
            low = mid + 1;
        else
            high = mid;
    }
    return low < c->n_quote && c->quote[low].start <= t ? &c->quote[low] : NULL;
}

/* ---- who speaks ---- */

/* The head of the noun phrase that token t stands in, not leaving [from, to). */
static int32_t phrase_head(const msdx_unit *u, int32_t t, int32_t from, int32_t to)
{
    for (int i = 0; i < 8; i++) {
        int32_t h = u->tok[t].head;
        if (h < from || h >= to || msdx_is_verb(u, h)) break;
        t = h;
    }
    return t;
}

static bool is_speaker_word(const msdx_unit *u, int32_t t)
{
    return u->tok[t].upos == MSDX_PROPN || u->tok[t].upos == MSDX_NOUN ||
           (u->tok[t].upos == MSDX_PRON && !msdx_is_relative_pronoun(u, t) && !msdx_tok_lower_is(u, t, "it"));
}

/* Who says verb v: by the tree, else the nearest noun after ('said the minister') or before it. */
static int32_t sayer(struct msdx_coder *c, const msdx_class *cl, int32_t v)
{
    const msdx_unit *u = c->u;
    int32_t holder = msdx_holder_of(c, cl, v);
    if (holder >= 0 && !quote_at(c, holder)) return holder;
    for (int32_t k = v + 1; k < (int32_t)u->n_tok && k <= v + 4 && u->tok[k].upos != MSDX_PUNCT; k++)
        if (is_speaker_word(u, k)) return phrase_head(u, k, v + 1, v + 8);
    for (int32_t k = v - 1; k >= 0 && k >= v - 3; k--)
        if (is_speaker_word(u, k) && !quote_at(c, k)) return phrase_head(u, k, v > 8 ? v - 8 : 0, v);
    return -1;
}

/* Has v said something else than this quotation ('"No." He said that …')? */
static bool says_other(const msdx_unit *u, int32_t v, const struct msdx_quote *q)
{
    int32_t content = msdx_child(u, v, MSDX_REL_CCOMP);
    return content >= q->end || (content >= 0 && content < q->start);
}

/* '…," the minister said', '…?" asked the minister' */
static int32_t speaker_after(struct msdx_coder *c, const struct msdx_quote *q)
{
    const msdx_unit *u = c->u;
    int32_t last = q->end - 1, from = q->end + 1;
    bool full_stop = last >= q->start && (text_is(u, last, ".") || text_is(u, last, "..."));
    bool comma = (last >= q->start && text_is(u, last, ",")) || (from < (int32_t)u->n_tok && text_is(u, from, ","));
    if (full_stop && !comma) return -1;
    for (int32_t t = from; t < (int32_t)u->n_tok && t < from + AFTER_MAX; t++) {
        if (starts_paragraph(u, t) || quote_at(c, t) || text_is(u, t, ".") || text_is(u, t, ";")) break;
        const msdx_class *cl = msdx_says(c, t);
        if (cl && (!says_other(u, t, q) || comma)) return sayer(c, cl, t);
    }
    return -1;
}

/* 'the minister said: "…', 'said that "…' */
static int32_t speaker_before(struct msdx_coder *c, const struct msdx_quote *q)
{
    const msdx_unit *u = c->u;
    int32_t open = q->start - 1, first = (int32_t)u->sent[u->tok[q->start].sent].tok_start;
    bool colon = open > 0 && text_is(u, open - 1, ":");
    if (colon && u->tok[open - 1].sent != u->tok[q->start].sent)
        first = (int32_t)u->sent[u->tok[open - 1].sent].tok_start;
    if (first < open - BEFORE_MAX) first = open - BEFORE_MAX;
    for (int32_t t = open - 1; t >= first && t >= 0; t--) {
        if (quote_at(c, t) || starts_paragraph(u, t + 1)) break;
        const msdx_class *cl = msdx_says(c, t);
        if (cl && msdx_child(u, t, MSDX_REL_AUX_PASS) < 0) return sayer(c, cl, t);
    }
    /* 'The minister: "…' */
    if (colon && open >= 2 && is_speaker_word(u, open - 2) && open - 1 - first <= LABEL_MAX)
        return phrase_head(u, open - 2, first, open - 1);
    return -1;
}

static bool is_someone(const struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    static const char *const person[] = {"he", "she", "they", "who"};
    for (size_t i = 0; i < sizeof person / sizeof *person; i++)
        if (msdx_tok_lower_is(u, t, person[i])) return true;
    if (u->tok[t].ent && strcmp(u->tok[t].ent, "PERSON") == 0) return true;
    const msdx_agent *agent = c->word[t].agent;
    return agent && agent->kind <= MSDX_AGENT_BODY;
}

/* Whoever the sentence of token t speaks of: he that is said to say something in it, else its subject, a person. */
static int32_t speaker_of_sentence(struct msdx_coder *c, int32_t t)
{
    const msdx_unit *u = c->u;
    const msd_sentence *s = &u->sent[u->tok[t].sent];
    int32_t root = -1;
    for (int32_t k = (int32_t)s->tok_start; k < (int32_t)s->tok_end && k < (int32_t)s->tok_start + 60; k++) {
        if (u->tok[k].head < 0 && !u->tok[k].is_space && u->tok[k].upos != MSDX_PUNCT && root < 0) root = k;
        const msdx_class *cl = quote_at(c, k) ? NULL : msdx_says(c, k);
        if (cl && (u->tok[k].head < 0 || u->tok[k].rel == MSDX_REL_PARATAXIS)) return sayer(c, cl, k);
    }
    int32_t subject = root >= 0 ? msdx_surface_subject(c, root) : -1;
    return subject >= 0 && is_someone(c, subject) && !quote_at(c, subject) ? subject : -1;
}

/* The last token before t that is a word, or -1. */
static int32_t word_before(const msdx_unit *u, int32_t t)
{
    for (t--; t >= 0; t--)
        if (!u->tok[t].is_space && u->tok[t].upos != MSDX_PUNCT) return t;
    return -1;
}

/* Nobody said to speak in its own sentence: the one who spoke last goes on. */
static int32_t speaker_carried(struct msdx_coder *c, const struct msdx_quote *q)
{
    const struct msdx_quote *before = q > c->quote ? q - 1 : NULL;
    int32_t w = word_before(c->u, q->start - 1);
    if (w < 0) return -1;
    if (before && before->para == q->para && before->speaker >= 0) return before->speaker;
    bool follows = before && before->para == q->para - 1 && before->speaker >= 0;
    if (follows && c->u->tok[before->end - 1].sent >= c->u->tok[w].sent - 1) return before->speaker;
    return speaker_of_sentence(c, w);
}

static bool is_speech(const msdx_unit *u, const struct msdx_quote *q)
{
    int32_t open = q->start - 1, n_word = 0;
    for (int32_t t = q->start; t < q->end && n_word < SPEECH_MIN; t++)
        n_word += u->tok[t].upos != MSDX_PUNCT && !u->tok[t].is_space;
    if (n_word < SPEECH_MIN) return false;
    int32_t s = u->tok[q->start].sent;
    if (open < 1 || u->tok[open - 1].sent != s || u->tok[q->end - 1].sent != s) return true;
    return text_is(u, open - 1, ",") || text_is(u, open - 1, ":") || starts_paragraph(u, open);
}

static void find_speakers(struct msdx_coder *c)
{
    c->quotes_done = true;
    find_quotes(c);
    for (uint32_t i = 0; i < c->n_quote; i++) {
        struct msdx_quote *q = &c->quote[i];
        q->speech = is_speech(c->u, q);
        int32_t open = q->start - 1;
        bool first = open < 1 || c->u->tok[open - 1].sent != c->u->tok[q->start].sent;
        if (!q->speech) continue;
        q->speaker = first ? speaker_after(c, q) : speaker_before(c, q);
        if (q->speaker < 0) q->speaker = first ? speaker_before(c, q) : speaker_after(c, q);
        if (q->speaker < 0) q->speaker = speaker_carried(c, q);
    }
}

bool msdx_in_quotes(struct msdx_coder *c, int32_t t)
{
    if (!c->quotes_done) find_speakers(c);
    return quote_at(c, t) != NULL;
}

/* ---- headlines ---- */

/* The head of a short phrase without a verb that names who can say something, in [from, to); -1: it is none. */
static int32_t label(struct msdx_coder *c, int32_t from, int32_t to, bool by_role)
{
    const msdx_unit *u = c->u;
    int32_t head = -1;
    bool known = false;
    if (to - from < 1 || to - from > LABEL_MAX) return -1;
    for (int32_t t = from; t < to; t++) {
        if (msdx_is_verb(u, t) || u->tok[t].upos == MSDX_AUX || u->tok[t].upos == MSDX_NUM) return -1;
        if (!msdx_is_noun(u, t) && u->tok[t].upos != MSDX_ADJ) continue;
        if (u->tok[t].head < from || u->tok[t].head >= to) head = head < 0 ? t : head;
        uint32_t i = 0;
        const msdx_class *cl;
        while ((cl = msdx_class_of(c, t, MSDX_SENSE_CLASS_NOUN, &i))) known |= cl->has_source && !cl->has_effect;
        known |= !by_role && u->tok[t].ent && strcmp(u->tok[t].ent, "PERSON") == 0;
        known |= !by_role && c->word[t].name && c->word[t].name->kind == MSDX_SENSE_NAME && !c->word[t].place &&
                 u->tok[t].ent && strcmp(u->tok[t].ent, "ORG") == 0;
    }
    return known ? head : -1;
}

static bool is_dash(const msdx_unit *u, int32_t t)
{
    return (text_is(u, t, "-") || text_is(u, t, "\xE2\x80\x93") || text_is(u, t, "\xE2\x80\x94")) && t > 0 &&
           u->tok[t - 1].span.end_byte < u->tok[t].span.start_byte;
}

/* 'Twelve arrested in Minsk, police say': the verb at the end, whatever the parser made of it. */
static int32_t says_at_end(struct msdx_coder *c, int32_t t, int32_t end)
{
    const msdx_unit *u = c->u;
    int32_t v = end - 1;
    if (v - t < 3 || !msdx_says(c, v) || msdx_is_infinitive(u, v)) return -1;
    for (int32_t k = v - 1; k > t + 1 && k >= v - LABEL_MAX; k--)
        if (text_is(u, k, ",")) {
            int32_t head = -1;
            for (int32_t n = k + 1; n < v; n++) {
                /* ', but Peru refused' is another clause */
                if (msdx_is_verb(u, n) || u->tok[n].rel == MSDX_REL_CC) return -1;
                if (is_speaker_word(u, n) && (u->tok[n].head < k || u->tok[n].head >= v)) head = n;
            }
            return head;
        }
    return -1;
}

/* 'Blast kills 12: police', 'Ministry: blast kills 12', 'Blast kills 12 - police' */
static int32_t headline_source(struct msdx_coder *c, int32_t t, const struct msdx_judgement *j)
{
    const msdx_unit *u = c->u;
    const msd_sentence *s = &u->sent[u->tok[t].sent];
    int32_t start = (int32_t)s->tok_start, end = (int32_t)s->tok_end;
    while (end > start && (u->tok[end - 1].is_space || text_is(u, end - 1, "."))) end--;
    int32_t last = j->n_source ? -1 : says_at_end(c, t, end);
    if (last >= 0) return last;
    for (int32_t k = end - 2; k > t && k >= end - 1 - LABEL_MAX; k--)
        if (text_is(u, k, ":") || is_dash(u, k)) return label(c, k + 1, end, is_dash(u, k));
    for (int32_t k = start + 1; k < t && k <= start + LABEL_MAX; k++)
        if (text_is(u, k, ":")) return label(c, start, k, false);
    return -1;
}

/* ---- */

void msdx_sources_around(struct msdx_coder *c, int32_t t, struct msdx_judgement *j)
{
    if (!c->quotes_done) find_speakers(c);
    const struct msdx_quote *q = quote_at(c, t);
    if (q && q->speech && q->speaker >= 0) {
        bool told = false;
        for (uint32_t i = 0; i < j->n_source; i++) told |= j->source[i].tok < q->start || j->source[i].tok >= q->end;
        if (!told) msdx_add_source(c, j, q->speaker, MSD_SOURCE_QUOTE, "attribution:quotation");
    }
    int32_t head = headline_source(c, t, j);
    if (head >= 0 && head != t) msdx_add_source(c, j, head, MSD_SOURCE_STATEMENT, "attribution:headline");
}

int32_t msdx_speaker(struct msdx_coder *c, int32_t t)
{
    struct msdx_judgement j;
    memset(&j, 0, sizeof j);
    const msdx_unit *u = c->u;
    for (int32_t cur = t, step = 0; cur >= 0 && step < 40; cur = u->tok[cur].head, step++) {
        msdx_sources_beside(c, cur, &j);
        if (j.n_source) return j.source[0].tok;
        int32_t g = u->tok[cur].head;
        const msdx_class *cl = g >= 0 ? msdx_class_over(c, g, cur) : NULL;
        if (cl && cl->has_source) return msdx_holder_of(c, cl, g);
    }
    msdx_sources_around(c, t, &j);
    return j.n_source ? j.source[0].tok : -1;
}
