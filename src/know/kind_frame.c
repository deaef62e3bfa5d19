/* kind_frame.c: `frame` entries, checked, written and decoded. */
#include "know/compile_impl.h"

static bool has(const msdx_compile *c, const msdx_entry *e, const char *key)
{
    return msdx_field_next(c, e, NULL, key) != NULL;
}

static void check_event(msdx_compile *c, const msdx_entry *e, msdx_code_numbers *num)
{
    msdx_str event = msdx_field_value(c, e, "event"), mode = msdx_field_value(c, e, "mode");
    if (msdx_event_numbers(c, event, mode, num) || !event.p) return;
    if (!msdx_entry_find(c, MSDX_KIND_EVENT, event))
        msdx_problem(c, e->source, msdx_field_line(c, e, "event"), "'%.*s' is no event of the ontology",
                     MSDX_ARG(event));
    else
        msdx_problem(c, e->source, msdx_field_line(c, e, "mode"), "%.*s has no mode '%.*s'", MSDX_ARG(event),
                     MSDX_ARG(mode));
}

static msdx_str check_cameo(msdx_compile *c, const msdx_entry *e, msdx_str otherwise)
{
    msdx_str cameo = msdx_field_value(c, e, "cameo");
    if (!cameo.p) return otherwise;
    if (!msdx_entry_find(c, MSDX_KIND_CODE, cameo))
        msdx_problem(c, e->source, msdx_field_line(c, e, "cameo"), "'%.*s' is no CAMEO code of the ontology",
                     MSDX_ARG(cameo));
    return cameo;
}

/* The frame's own, or, where it has no such line, those of its code. */
static void put_contexts(msdx_compile *c, const msdx_entry *e, msdx_str cameo, msdx_buf *b)
{
    uint32_t n = 0;
    msdx_scratch_reset(c, &c->scratch2);
    if (!msdx_field_next(c, e, NULL, "context")) {
        const msdx_entry *code = msdx_entry_find(c, MSDX_KIND_CODE, cameo);
        if (code) e = code;
    }
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, "context"));) {
        for (msdx_str rest = f->raw, v; f->raw.n && msdx_piece_next(&rest, '|', &v); n++) {
            if (!msdx_entry_find(c, MSDX_KIND_CONTEXT, v))
                msdx_problem(c, e->source, f->line, "'%.*s' is no context of the ontology", MSDX_ARG(v));
            msdx_put_str(&c->scratch2, &c->pool, v);
        }
    }
    msdx_put_u32(b, n);
    msdx_buf_add(b, c->scratch2.p, c->scratch2.n);
}

enum { NEEDS_ACTOR = 1, NEEDS_RECIPIENT = 2, NEEDS_PUBLIC = 4 };

static uint32_t needs_word(msdx_compile *c, const msdx_entry *e, const msdx_field *f, msdx_str word)
{
    if (msdx_str_is(word, "actor")) return NEEDS_ACTOR;
    if (msdx_str_is(word, "recipient")) return NEEDS_RECIPIENT;
    if (msdx_str_is(word, "both")) return NEEDS_ACTOR | NEEDS_RECIPIENT;
    if (msdx_str_is(word, "public")) return NEEDS_PUBLIC;
    msdx_problem(c, e->source, f->line, "needs 'actor', 'recipient', 'both' or 'public', not '%.*s'", MSDX_ARG(word));
    return 0;
}

/* `needs actor | recipient`, and `needs actor recipient`. */
static uint32_t needs_of(msdx_compile *c, const msdx_entry *e)
{
    uint32_t needs = 0;
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, "needs"));)
        for (msdx_str rest = f->raw, v; f->raw.n && msdx_piece_next(&rest, '|', &v);)
            for (msdx_str more = v, word; v.n && msdx_piece_next(&more, ' ', &word);)
                if (word.n) needs |= needs_word(c, e, f, word);
    return needs;
}

static uint32_t priority_of(msdx_compile *c, const msdx_entry *e)
{
    double v = msdx_field_number(c, e, "priority", -1000, 1000, 0);
    if (v != (double)(int32_t)v)
        msdx_problem(c, e->source, msdx_field_line(c, e, "priority"), "priority is a whole number");
    return (uint32_t)(int32_t)v;
}

void msdx_put_frame(msdx_compile *c, const msdx_entry *e)
{
    msdx_buf *b = &c->table[MSDX_TABLE_FRAME];
    uint32_t index = c->n_record[MSDX_TABLE_FRAME]++;
    msdx_code_numbers num = {0};
    check_event(c, e, &num);
    msdx_str cameo = check_cameo(c, e, num.cameo);
    if (!has(c, e, "verb") && !has(c, e, "noun") && !has(c, e, "adjective"))
        msdx_problem(c, e->source, e->line, "frame '%.*s' has no words: it lacks 'verb', 'noun' and 'adjective'",
                     MSDX_ARG(e->id));
    msdx_put_str(b, &c->pool, msdx_str_of(msdx_rule_name(c, e)));
    msdx_put_opt(c, e, b, "event");
    msdx_put_opt(c, e, b, "mode");
    msdx_put_str(b, &c->pool, cameo);
    msdx_put_str(b, &c->pool, num.quad);
    msdx_put_f64(b, msdx_goldstein_of(c, cameo));
    msdx_put_f64(b, num.score);
    put_contexts(c, e, cameo, b);
    msdx_put_paths(c, e, b, "actor");
    msdx_put_paths(c, e, b, "recipient");
    msdx_put_conditions(c, e, b);
    msdx_put_u32(b, msdx_field_yes(c, e, "mutual"));
    msdx_put_u32(b, needs_of(c, e));
    msdx_put_u32(b, priority_of(c, e));
    msdx_put_phrases(c, e, "verb", MSDX_SPACE_LEMMA, (msdx_sense){index, MSDX_SENSE_VERB, 0});
    msdx_put_phrases(c, e, "noun", MSDX_SPACE_LEMMA, (msdx_sense){index, MSDX_SENSE_NOUN, 0});
    msdx_put_phrases(c, e, "adjective", MSDX_SPACE_LEMMA, (msdx_sense){index, MSDX_SENSE_ADJ_FRAME, 0});
    msdx_put_examples(c, e);
}

/* Does the condition fail, whatever else is so, where none of its words stands (or nobody, where it asks for more than
 * words) at the end of its path? Who acts may be left out. */
static bool can_be_gate(const msdx_cond *cond)
{
    bool one = cond->path.n == 1;
    if (cond->negated || !cond->key || (one && cond->path.step[0].kind == MSDX_STEP_SENTENCE)) return false;
    return !cond->has_sign || !one || cond->path.step[0].kind != MSDX_STEP_SUBJECT;
}

static bool is_of_object(const msdx_cond *cond)
{
    return cond->path.n == 1 && cond->path.step[0].kind == MSDX_STEP_OBJECT;
}

static bool has_iobject(const msdx_paths *paths)
{
    for (size_t p = 0; p < paths->n; p++)
        for (uint32_t s = 0; s < paths->item[p].n; s++)
            if (paths->item[p].step[s].kind == MSDX_STEP_IOBJECT) return true;
    return false;
}

/* The first: what is asked of those before it may settle who somebody is. */
static void put_gate(msdx_frame *f)
{
    const msdx_cond *cond = f->cond;
    for (size_t i = 0; i < f->n_cond; i++) f->gate.asks_object |= !cond[i].negated && is_of_object(&cond[i]);
    f->gate.takes_two = has_iobject(&f->recipient) || has_iobject(&f->actor);
    if (!f->n_cond || !can_be_gate(cond)) return;
    f->gate.key = cond->key;
    f->gate.anybody = cond->has_sign;
    f->gate.of_object = is_of_object(cond);
    memcpy(f->gate.last, cond->last, sizeof f->gate.last);
}

void msdx_get_frame(msdx_cursor *cur, msdx_frame *out)
{
    out->rule = msdx_get_text(cur);
    out->event = msdx_get_text(cur);
    out->mode = msdx_get_str(cur);
    out->cameo = msdx_get_text(cur);
    out->quad = msdx_get_text(cur);
    out->goldstein = msdx_get_f64(cur);
    out->intensity = msdx_get_f64(cur);
    out->contexts = msdx_get_strings(cur);
    out->actor = msdx_get_paths(cur);
    out->recipient = msdx_get_paths(cur);
    out->n_cond = msdx_get_conditions(cur, &out->cond);
    out->mutual = msdx_get_below(cur, 2);
    uint32_t needs = msdx_get_below(cur, 8);
    out->needs_actor = needs & NEEDS_ACTOR;
    out->needs_recipient = needs & NEEDS_RECIPIENT;
    out->needs_public = needs & NEEDS_PUBLIC;
    out->priority = (int32_t)msdx_get_u32(cur);
    if (cur->list && !cur->bad) put_gate(out);
}
