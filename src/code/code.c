/* code.c: the stages of coding one document. */
#include "code/times.h"

struct msdx_code_work {
    msdx_arena scratch;
    msd_without without;
};

msd_status msdx_code_work_new(msdx_code_work **out, const msdx_know *know, msd_error *err)
{
    (void)know;
    *out = msdx_calloc(1, sizeof **out);
    return *out ? MSD_OK : msdx_err_nomem(err);
}

void msdx_code_work_free(msdx_code_work *work)
{
    if (!work) return;
    msdx_arena_clear(&work->scratch);
    msdx_free(work);
}

void msdx_code_work_without(msdx_code_work *work, msd_without without)
{
    work->without = without;
}

static struct msdx_coder *coder_new(const msdx_know *know, msdx_code_work *work, msd_doc *doc, msdx_unit *u,
                                    bool is_title, msdx_buf *trace)
{
    struct msdx_coder *c = MSDX_NEW(&work->scratch, struct msdx_coder, 1);
    if (!c) return NULL;
    c->know = know;
    c->without = work->without;
    c->scratch = &work->scratch;
    c->doc = doc;
    c->u = u;
    c->is_title = is_title;
    c->trace = trace;
    c->word = MSDX_NEW(&work->scratch, struct msdx_word, u->n_tok);
    c->np = MSDX_NEW(&work->scratch, struct msdx_np, u->n_tok);
    c->topic = MSDX_NEW(&work->scratch, const msdx_class *, u->n_sent);
    c->context = MSDX_NEW(&work->scratch, const char *, u->n_sent);
    c->para = MSDX_NEW(&work->scratch, int32_t, u->n_sent);
    c->is_home = MSDX_NEW(&work->scratch, bool, u->n_sent);
    if (!c->word || !c->np || !c->topic || !c->context || !c->para || !c->is_home) return NULL;
    for (int32_t s = 1; s < (int32_t)u->n_sent; s++) c->para[s] = c->para[s - 1] + msdx_begins_paragraph(c, s);
    return c;
}

/* The country of the dateline's city: 'NAIROBI', 'MANAGUA, NICARAGUA'; NULL when it is not a city that we know. */
static const char *dateline_country(struct msdx_coder *c)
{
    char city[64];
    size_t n = 0, n_sense = 0;
    const char *p = c->doc->dateline_place;
    for (bool inside = false; p && *p && *p != ',' && n < sizeof city; p++) {
        bool upper = *p >= 'A' && *p <= 'Z', letter = upper || (*p >= 'a' && *p <= 'z');
        city[n++] = upper && inside ? (char)(*p | 32) : *p; /* names are written 'New Delhi' */
        inside = letter;
    }
    const msdx_sense *s = n ? msdx_know_find(c->know, MSDX_SPACE_NAME, (msdx_str){city, n}, &n_sense) : NULL;
    for (size_t i = 0; s && i < n_sense; i++) {
        if (s[i].kind == MSDX_SENSE_PLACE) return msdx_know_place(c->know, s[i].index)->country;
        if (s[i].kind == MSDX_SENSE_CAPITAL) return msdx_know_actor(c->know, s[i].index)->country;
    }
    return NULL;
}

struct tally {
    const char *country[64];
    uint32_t count[64], n, total, best, here;
};

static void add_name(const struct msdx_coder *c, int32_t t, const char *set_in, struct tally *k)
{
    const struct msdx_word *w = &c->word[t];
    if (!w->n_name || w->name_start != t) return;
    const char *code = w->place                            ? w->place->country
                       : w->name->kind == MSDX_SENSE_PLACE ? msdx_know_place(c->know, w->name->index)->country
                                                           : msdx_know_actor(c->know, w->name->index)->country;
    if (!code || !msdx_know_state(c->know, code)) return;
    uint32_t i = 0;
    k->here += set_in && strcmp(set_in, code) == 0;
    while (i < k->n && strcmp(k->country[i], code) != 0) i++;
    if (i == k->n && k->n < sizeof k->count / sizeof *k->count) {
        k->country[k->n] = code;
        k->count[k->n++] = 0;
    }
    if (i < k->n && ++k->count[i] > k->count[k->best]) k->best = i;
    k->total++;
}

/* Where the text is set, by sentence: the country of its dateline, else the one that most of the names so far belong to,
 * so that what follows changes nothing before it; a third is enough for the one that the first sentences name most. A dateline that another country outdoes is that of a radio or an agency
 * abroad. */
static void fill_context(struct msdx_coder *c)
{
    enum { ENOUGH = 2, OFTEN = 4, OPENING = 2 };
    struct tally k = {.n = 0};
    const char *set_in = dateline_country(c), *opening = NULL;
    for (uint32_t s = 0; s < c->u->n_sent; s++) {
        for (uint32_t t = c->u->sent[s].tok_start; t < c->u->sent[s].tok_end; t++) add_name(c, (int32_t)t, set_in, &k);
        uint32_t most = k.n ? k.count[k.best] : 0;
        bool home = set_in && (most < ENOUGH || most <= k.here);
        if (s < OPENING && k.n) opening = k.country[k.best];
        uint32_t second = 0; /* of two at war with each other neither leads */
        for (uint32_t i = 0; i < k.n; i++)
            if (i != k.best && k.count[i] > second) second = k.count[i];
        bool led =
            opening && k.n && opening == k.country[k.best] && most >= OFTEN && most * 3 > k.total && most > 2 * second;
        c->context[s] = home ? set_in : most >= ENOUGH && (most * 2 > k.total || led) ? k.country[k.best] : NULL;
        /* Of marked claims, what fewer names lent to crowds and rebels was wrong one time in seven. */
        c->is_home[s] = home || (most >= ENOUGH && most == k.total) || (most >= OFTEN && most * 4 >= 3 * k.total);
    }
}

/* The sentence up to which the text tells what sent may know, -1: there is none. A title knows of the body's first. */
static int32_t told_up_to(const struct msdx_coder *in, const struct msdx_coder *c, int32_t sent)
{
    enum { TITLE_READS = 3 };
    int32_t s = c->body ? TITLE_READS - 1 : sent, last = (int32_t)in->u->n_sent - 1;
    return s < last ? s : last;
}

const char *msdx_context_country(const struct msdx_coder *c, int32_t sent)
{
    const struct msdx_coder *in = c->body ? c->body : c;
    int32_t s = told_up_to(in, c, sent);
    return s < 0 ? NULL : in->context[s];
}

const char *msdx_home_country(const struct msdx_coder *c, int32_t sent)
{
    const struct msdx_coder *in = c->body ? c->body : c;
    int32_t s = told_up_to(in, c, sent);
    return s < 0 || !in->is_home[s] ? NULL : in->context[s];
}

static void trace_sentences(struct msdx_coder *c)
{
    const msdx_unit *u = c->u;
    if (c->trace && u->n_cut) msdx_trace(c, "cut %u times, where a sentence had %u words\n", u->n_cut, u->sent_max);
    for (uint32_t s = 0; c->trace && s < u->n_sent; s++) {
        msdx_trace(c, "tree of %s%u:\n", c->is_title ? "title " : "sentence ", s);
        for (uint32_t t = u->sent[s].tok_start; t < u->sent[s].tok_end; t++) {
            const msdx_tok *tk = &u->tok[t];
            if (tk->is_space) continue;
            msdx_str w = msdx_tok_text(u, (int32_t)t), h = tk->head >= 0 ? msdx_tok_text(u, tk->head) : MSDX_STR("-");
            msdx_trace(c, "  %4u %-16.*s %-16.*s %-6s %-14s %.*s\n", t, (int)w.n, w.p, (int)tk->lemma.n, tk->lemma.p,
                       tk->tag, msdx_rel_name(tk->rel), (int)h.n, h.p);
        }
    }
}

static void trace_mentions(struct msdx_coder *c)
{
    for (uint32_t t = 0; c->trace && t < c->u->n_tok; t++) {
        const struct msdx_np *np = &c->np[t];
        if (!np->done || (!np->known && !np->is_pronoun)) continue;
        msdx_trace(c, "  mention '%s': country %s, sector %s (%s)\n", np->who.text ? np->who.text : "",
                   np->who.country ? np->who.country : "-", np->who.sector ? np->who.sector : "-",
                   np->why ? np->why : "");
    }
}

static void read_unit(struct msdx_coder *c)
{
    msdx_code_lexicon(c);
    msdx_code_gazetteer(c);
    msdx_code_sites(c);
    msdx_code_repair(c);
    if (!c->body) {
        fill_context(c);
        msdx_code_there(c);
    }
    msdx_code_topics(c);
    msdx_code_times(c);
}

static void code_unit(struct msdx_coder *c)
{
    read_unit(c);
    trace_sentences(c);
    if (c->trace) msdx_trace(c, "frames tried:\n");
    msdx_code_frames(c);
    if (c->trace) msdx_trace(c, "mentions:\n");
    trace_mentions(c);
    msdx_merge_sentences(c);
    msdx_score_claims(c);
}

msd_status msdx_code_explain(const msdx_know *know, msdx_code_work *work, msd_doc *doc, msdx_buf *trace, msd_error *err)
{
    struct msdx_coder *list[2];
    uint32_t n = 0;
    msdx_arena_reset(&work->scratch);
    doc->claim = NULL;
    doc->n_claim = 0;
    struct msdx_coder *body = coder_new(know, work, doc, &doc->body, false, trace);
    if (!body) return msdx_err_nomem(err);
    code_unit(body);
    if (doc->has_title) {
        struct msdx_coder *title = coder_new(know, work, doc, &doc->title, true, trace);
        if (!title) return msdx_err_nomem(err);
        title->body = body;
        code_unit(title);
        list[n++] = title;
    }
    list[n++] = body;
    msdx_code_claims(list, n);
    if (msdx_arena_failed(&work->scratch) || msdx_arena_failed(&doc->arena)) {
        doc->n_claim = 0;
        return msdx_err_nomem(err);
    }
    return MSD_OK;
}

static size_t list_places(struct msdx_coder *c, msd_where *out)
{
    size_t n = 0;
    int32_t end = (int32_t)c->u->n_tok, a = 0, b = 0;
    for (int32_t t = 0; (t = msdx_next_place(c, t, end, &a, &b)) >= 0;)
        if (!c->word[b - 1].is_there && msdx_take_place(c, b - 1, &out[n])) n++;
    return n;
}

msd_status msdx_code_places(const msdx_know *know, msdx_code_work *work, msd_doc *doc, msd_where **out, size_t *n,
                            msd_error *err)
{
    msdx_arena_reset(&work->scratch);
    *n = 0;
    *out = MSDX_NEW(&doc->arena, msd_where, (size_t)doc->body.n_tok + 2);
    struct msdx_coder *c = coder_new(know, work, doc, &doc->body, false, NULL);
    if (!c || !*out) return msdx_err_nomem(err);
    msdx_code_lexicon(c);
    msdx_code_gazetteer(c);
    msdx_code_sites(c);
    size_t n_dateline = msdx_dateline_place(c, *out);
    *n = list_places(c, *out + n_dateline);
    if (n_dateline && *n && out[0][1].span.start_byte < out[0][0].span.end_byte)
        ++*out; /* the words of the dateline were parsed as well */
    else
        *n += n_dateline;
    return msdx_arena_failed(&work->scratch) || msdx_arena_failed(&doc->arena) ? msdx_err_nomem(err) : MSD_OK;
}

const char *msdx_time_kind_name(msdx_time_kind kind)
{
    static const char *const name[] = {"DATE", "TIME", "DURATION", "SET"};
    return kind <= MSDX_TIME_SET ? name[kind] : "";
}

msd_status msdx_code_told_times(const msdx_know *know, msdx_code_work *work, msd_doc *doc, msdx_told_time **out,
                                size_t *n, msd_error *err)
{
    msdx_arena_reset(&work->scratch);
    *n = 0;
    struct msdx_coder *c = coder_new(know, work, doc, &doc->body, false, NULL);
    if (!c) return msdx_err_nomem(err);
    msdx_code_times(c);
    *out = MSDX_NEW(&doc->arena, msdx_told_time, (size_t)c->n_time + 1);
    if (!*out || msdx_arena_failed(&work->scratch)) return msdx_err_nomem(err);
    for (; *n < c->n_time; ++*n) {
        const struct msdx_time *t = &c->time[*n];
        msdx_told_time *o = &(*out)[*n];
        o->span = msdx_unit_span(c->u, t->a, t->b - 1);
        o->text = msdx_unit_words(c->u, o->span.start_byte, o->span.end_byte);
        o->value = msdx_arena_strndup(&doc->arena, t->value, strlen(t->value));
        o->kind = t->kind;
        if (!t->dated || !msdx_put_iso(t->from, o->start) || !msdx_put_iso(t->to, o->end)) continue;
        o->precision = t->precision;
    }
    return msdx_arena_failed(&doc->arena) ? msdx_err_nomem(err) : MSD_OK;
}

static int32_t tok_at(const msdx_unit *u, uint32_t cp)
{
    for (uint32_t t = 0; t < u->n_tok; t++)
        if (u->tok[t].span.start_cp <= cp && cp < u->tok[t].span.end_cp) return (int32_t)t;
    return -1;
}

msd_status msdx_code_given_places(const msdx_know *know, msdx_code_work *work, msd_doc *doc,
                                  const uint32_t (*span_cp)[2], size_t n, msd_where *out, msd_error *err)
{
    msdx_arena_reset(&work->scratch);
    struct msdx_coder *c = coder_new(know, work, doc, &doc->body, false, NULL);
    struct msdx_given *given = MSDX_NEW(&work->scratch, struct msdx_given, n + 1);
    if (!c || !given) return msdx_err_nomem(err);
    for (size_t i = 0; i < n; i++) {
        int32_t a = tok_at(c->u, span_cp[i][0]), b = span_cp[i][1] ? tok_at(c->u, span_cp[i][1] - 1) : -1;
        given[i] = (struct msdx_given){a, a < 0 || b < a ? a : b + 1};
    }
    c->given = given;
    c->n_given = (uint32_t)n;
    msdx_code_lexicon(c);
    msdx_code_gazetteer(c);
    msdx_code_sites(c);
    fill_context(c);
    for (size_t i = 0; i < n; i++) {
        out[i] = (msd_where){0};
        if (given[i].a >= 0) (void)msdx_take_given(c, given[i].a, given[i].b, &out[i]);
    }
    return msdx_arena_failed(&work->scratch) || msdx_arena_failed(&doc->arena) ? msdx_err_nomem(err) : MSD_OK;
}

msd_status msdx_coder_open(const msdx_know *know, msdx_code_work *work, msd_doc *doc, struct msdx_coder *list[2],
                           uint32_t *n, msd_error *err)
{
    *n = 0;
    msdx_arena_reset(&work->scratch);
    struct msdx_coder *body = coder_new(know, work, doc, &doc->body, false, NULL);
    if (!body) return msdx_err_nomem(err);
    read_unit(body);
    if (doc->has_title) {
        struct msdx_coder *title = coder_new(know, work, doc, &doc->title, true, NULL);
        if (!title) return msdx_err_nomem(err);
        title->body = body;
        read_unit(title);
        list[(*n)++] = title;
    }
    list[(*n)++] = body;
    return MSD_OK;
}

msd_status msdx_code_run(const msdx_know *know, msdx_code_work *work, msd_doc *doc, msd_error *err)
{
    return msdx_code_explain(know, work, doc, NULL, err);
}

static void judge_word(struct msdx_coder *c, int32_t t, bool whole, msdx_word_status *out)
{
    struct msdx_judgement j;
    if (whole)
        msdx_judge_whole(c, t, &j);
    else
        msdx_judge(c, t, &j);
    out->status = j.status;
    out->hedge = j.hedge;
    out->reports_nothing = j.drop;
    out->rule = j.rule;
    for (uint32_t s = 0; s < j.n_source && out->n_source < 4; s++)
        out->source[out->n_source++] = msdx_mention(c, j.source[s].tok)->who.span;
    int32_t place[4];
    uint32_t n_place = msdx_places_of(c, t, &j, place, 4);
    for (uint32_t i = 0; i < n_place; i++)
        if (!c->word[place[i]].is_there && msdx_take_place(c, place[i], &out->place[out->n_place])) out->n_place++;
    msdx_code_when(c, t, &out->when);
    int32_t subject = msdx_subject(c, t), object = msdx_object(c, t);
    if (subject >= 0) out->subject = msdx_mention(c, subject)->who.span;
    if (object >= 0) out->object = msdx_mention(c, object)->who.span;
}

msd_status msdx_code_judge(const msdx_know *know, msdx_code_work *work, msd_doc *doc, const uint32_t *at_cp,
                           const bool *whole, size_t n, msdx_word_status *out, msd_error *err)
{
    msdx_arena_reset(&work->scratch);
    struct msdx_coder *c = coder_new(know, work, doc, &doc->body, false, NULL);
    if (!c) return msdx_err_nomem(err);
    read_unit(c);
    for (size_t i = 0; i < n; i++) {
        int32_t t = tok_at(c->u, at_cp[i]);
        out[i] = (msdx_word_status){0};
        if (t >= 0) judge_word(c, t, whole && whole[i], &out[i]);
    }
    return msdx_arena_failed(&work->scratch) || msdx_arena_failed(&doc->arena) ? msdx_err_nomem(err) : MSD_OK;
}

msd_status msdx_code_scene(const msdx_know *know, msdx_code_work *work, msd_doc *doc, uint32_t at_cp, msdx_buf *out,
                           msd_error *err)
{
    int32_t place[4];
    msdx_arena_reset(&work->scratch);
    struct msdx_coder *c = coder_new(know, work, doc, &doc->body, false, NULL);
    if (!c) return msdx_err_nomem(err);
    read_unit(c);
    int32_t t = tok_at(c->u, at_cp);
    if (t >= 0) msdx_scene(c, t, place, 4, out);
    return msdx_arena_failed(&work->scratch) || out->failed ? msdx_err_nomem(err) : MSD_OK;
}
