/* kind_ontology.c: `sector`, `context`, `code`, `event`, `mode`, `status` and
 * `hedge` entries: the code systems, their numbers, and what they give for an
 * event and mode. */
#include "know/compile_impl.h"

static const char *const quads[] = {"verbal-cooperation", "material-cooperation", "verbal-conflict",
                                    "material-conflict"};

static const char *const lists[] = {"0.7b5", "1.1b3", "icews"};
enum { N_LIST = sizeof lists / sizeof *lists };

/* ---- one record for all ---- */

/* What of a record does not stand in a field of the entry as it is; strings without a pointer: none. */
typedef struct term_part {
    msdx_str id, event, mode, cameo, quad;
    double intensity, goldstein;
} term_part;

static uint32_t put_texts(msdx_compile *c, const msdx_entry *e, const char *key)
{
    uint32_t n = 0;
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, key));) {
        if (!f->raw.n) continue;
        msdx_put_str(&c->scratch2, &c->pool, f->raw);
        n++;
    }
    return n;
}

static uint32_t put_values(msdx_compile *c, const msdx_entry *e, const char *key)
{
    uint32_t n = 0;
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, key));)
        for (msdx_str rest = f->raw, v; f->raw.n && msdx_piece_next(&rest, '|', &v);) {
            if (!v.n) continue;
            msdx_put_str(&c->scratch2, &c->pool, v);
            n++;
        }
    return n;
}

static void put_list(msdx_compile *c, const msdx_entry *e, msdx_buf *b, const char *key, bool is_text)
{
    msdx_scratch_reset(c, &c->scratch2);
    msdx_put_u32(b, is_text ? put_texts(c, e, key) : put_values(c, e, key));
    msdx_buf_add(b, c->scratch2.p, c->scratch2.n);
}

static void put_term(msdx_compile *c, const msdx_entry *e, msdx_system system, const term_part *part)
{
    msdx_buf *b = &c->table[system];
    c->n_record[system]++;
    msdx_put_str(b, &c->pool, part->id);
    msdx_put_str(b, &c->pool, part->event);
    msdx_put_str(b, &c->pool, part->mode);
    msdx_put_opt(c, e, b, "name");
    msdx_put_str(b, &c->pool, part->cameo);
    msdx_put_str(b, &c->pool, part->quad);
    msdx_put_opt(c, e, b, "definition");
    msdx_put_f64(b, part->intensity);
    msdx_put_f64(b, part->goldstein);
    put_list(c, e, b, "not", true);
    put_list(c, e, b, "context", false);
    put_list(c, e, b, "variant", false);
    put_list(c, e, b, "words", false);
    put_list(c, e, b, "of", false);
    msdx_put_opt(c, e, b, "instead");
}

void msdx_get_term(msdx_cursor *cur, msdx_system system, msdx_term *out)
{
    bool is_mode = system == MSDX_SYSTEM_MODE, is_event = is_mode || system == MSDX_SYSTEM_EVENT;
    out->id = msdx_get_text(cur);
    out->event = is_mode ? msdx_get_text(cur) : msdx_get_str(cur);
    out->mode = msdx_get_str(cur);
    out->name = system == MSDX_SYSTEM_CODE ? msdx_get_text(cur) : msdx_get_str(cur);
    out->cameo = is_event ? msdx_get_text(cur) : msdx_get_str(cur);
    out->quad = is_event ? msdx_get_text(cur) : msdx_get_str(cur);
    out->definition = msdx_get_str(cur);
    out->intensity = msdx_get_f64(cur);
    out->goldstein = msdx_get_f64(cur);
    out->excludes = msdx_get_strings(cur);
    out->contexts = msdx_get_strings(cur);
    out->variants = msdx_get_strings(cur);
    out->words = msdx_get_strings(cur);
    out->of = msdx_get_strings(cur);
    out->instead = msdx_get_str(cur);
    if (system == MSDX_SYSTEM_CODE && strlen(out->id) > 4) cur->bad = true;
}

/* ---- the kinds ---- */

void msdx_put_sector(msdx_compile *c, const msdx_entry *e)
{
    put_term(c, e, MSDX_SYSTEM_SECTOR, &(term_part){.id = e->id, .cameo = msdx_field_value(c, e, "cameo")});
}

void msdx_put_context(msdx_compile *c, const msdx_entry *e)
{
    uint32_t index = c->n_record[MSDX_SYSTEM_CONTEXT];
    put_term(c, e, MSDX_SYSTEM_CONTEXT, &(term_part){.id = e->id});
    msdx_put_phrases(c, e, "words", MSDX_SPACE_CONTEXT, (msdx_sense){index, MSDX_SENSE_CONTEXT, 0});
}

/* The i-th word of the contract; NULL past the last. */
static const char *status_word(int i)
{
    return i < MSD_N_CLAIM_STATUS ? msd_claim_status_name((msd_claim_status)i) : NULL;
}

static const char *hedge_word(int i)
{
    return i < MSD_N_HEDGE ? msd_hedge_name((msd_hedge)i) : NULL;
}

static void put_contract_word(msdx_compile *c, const msdx_entry *e, msdx_system system, const char *(*word)(int))
{
    int i = 0;
    while (word(i) && !msdx_str_is(e->id, word(i))) i++;
    if (!word(i))
        msdx_problem(c, e->source, e->line, "'%.*s' is no %s of the contract", MSDX_ARG(e->id),
                     msdx_kind_name(e->kind));
    put_term(c, e, system, &(term_part){.id = e->id});
}

void msdx_put_status(msdx_compile *c, const msdx_entry *e)
{
    put_contract_word(c, e, MSDX_SYSTEM_STATUS, status_word);
}

void msdx_put_hedge(msdx_compile *c, const msdx_entry *e)
{
    put_contract_word(c, e, MSDX_SYSTEM_HEDGE, hedge_word);
}

static void check_all_there(msdx_compile *c, msdx_kind kind, const char *(*word)(int))
{
    const msdx_entry *any = NULL;
    for (int i = 0; word(i) && !any; i++) any = msdx_entry_find(c, kind, msdx_str_of(word(i)));
    for (int i = 0; any && word(i); i++)
        if (!msdx_entry_find(c, kind, msdx_str_of(word(i))))
            msdx_problem(c, any->source, any->line, "there are %s entries, but none for '%s'", msdx_kind_name(kind),
                         word(i));
}

void msdx_check_contract_words(msdx_compile *c)
{
    check_all_there(c, MSDX_KIND_STATUS, status_word);
    check_all_there(c, MSDX_KIND_HEDGE, hedge_word);
}

/* EVENT or EVENT.mode into its parts; mode.p NULL without one. */
static msdx_str split_mode(msdx_str id, msdx_str *mode)
{
    msdx_str rest = id, event;
    (void)msdx_piece_next(&rest, '.', &event);
    *mode = rest;
    return event;
}

static void check_code_lists(msdx_compile *c, const msdx_entry *e)
{
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, "context"));)
        for (msdx_str rest = f->raw, v; f->raw.n && msdx_piece_next(&rest, '|', &v);)
            if (!msdx_entry_find(c, MSDX_KIND_CONTEXT, v))
                msdx_problem(c, e->source, f->line, "'%.*s' is no context of the ontology", MSDX_ARG(v));
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, "variant"));)
        for (msdx_str rest = f->raw, v; f->raw.n && msdx_piece_next(&rest, '|', &v);)
            if (v.n && msdx_find_word(lists, N_LIST, v) == N_LIST)
                msdx_problem(c, e->source, f->line, "variant '%.*s' is none of: 0.7b5 1.1b3 icews", MSDX_ARG(v));
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, "of"));)
        for (msdx_str rest = f->raw, v; f->raw.n && msdx_piece_next(&rest, '|', &v);)
            if (!msdx_entry_find(c, MSDX_KIND_CODE, v))
                msdx_problem(c, e->source, f->line, "of '%.*s': there is no such code", MSDX_ARG(v));
}

void msdx_put_code(msdx_compile *c, const msdx_entry *e)
{
    msdx_str id = msdx_field_value(c, e, "event"), mode = {NULL, 0}, event = id;
    for (size_t i = 0; i < e->id.n; i++) {
        if (e->id.p[i] >= '0' && e->id.p[i] <= '9' && e->id.n >= 2 && e->id.n <= 4) continue;
        msdx_problem(c, e->source, e->line, "code '%.*s' is not of 2 to 4 digits", MSDX_ARG(e->id));
        break;
    }
    if (id.p) {
        event = split_mode(id, &mode);
        if (!msdx_entry_find(c, mode.p ? MSDX_KIND_MODE : MSDX_KIND_EVENT, id))
            msdx_problem(c, e->source, msdx_field_line(c, e, "event"), "'%.*s' is no event or EVENT.mode",
                         MSDX_ARG(id));
    }
    check_code_lists(c, e);
    term_part part = {.id = e->id, .event = event, .mode = mode};
    part.goldstein = msdx_field_number(c, e, "goldstein", -10, 10, 0);
    msdx_str instead = msdx_field_value(c, e, "instead");
    if (instead.p && !msdx_entry_find(c, MSDX_KIND_CODE, instead))
        msdx_problem(c, e->source, msdx_field_line(c, e, "instead"), "instead '%.*s': there is no such code",
                     MSDX_ARG(instead));
    put_term(c, e, MSDX_SYSTEM_CODE, &part);
}

double msdx_goldstein_of(const msdx_compile *c, msdx_str code)
{
    const msdx_entry *e = msdx_entry_find(c, MSDX_KIND_CODE, code);
    double v = 0;
    return e && msdx_number_of(msdx_field_value(c, e, "goldstein"), &v) ? v : 0;
}

bool msdx_event_numbers(const msdx_compile *c, msdx_str event, msdx_str mode, msdx_code_numbers *out)
{
    char id[128];
    const msdx_entry *e = msdx_entry_find(c, MSDX_KIND_EVENT, event), *m = NULL;
    *out = (msdx_code_numbers){0};
    if (!e) return false;
    if (mode.p) {
        if (event.n + mode.n + 1 > sizeof id) return false;
        memcpy(id, event.p, event.n);
        id[event.n] = '.';
        memcpy(id + event.n + 1, mode.p, mode.n);
        m = msdx_entry_find(c, MSDX_KIND_MODE, (msdx_str){id, event.n + mode.n + 1});
        if (!m) return false;
    }
    out->quad = msdx_field_value(c, e, "quad");
    out->cameo = m ? msdx_field_value(c, m, "cameo") : (msdx_str){NULL, 0};
    if (!out->cameo.p) out->cameo = msdx_field_value(c, e, "cameo");
    if (!msdx_number_of(msdx_field_value(c, m ? m : e, "score"), &out->score)) out->score = 0;
    out->goldstein = msdx_goldstein_of(c, out->cameo);
    return true;
}

static void put_event(msdx_compile *c, const msdx_entry *e, msdx_str event, msdx_str mode)
{
    msdx_code_numbers num;
    msdx_str cameo = msdx_field_value(c, e, "cameo");
    if (!msdx_event_numbers(c, event, mode, &num))
        msdx_problem(c, e->source, e->line, "mode '%.*s': its id is EVENT.mode, and there must be the event",
                     MSDX_ARG(e->id));
    if (cameo.p && !msdx_entry_find(c, MSDX_KIND_CODE, cameo))
        msdx_problem(c, e->source, msdx_field_line(c, e, "cameo"), "'%.*s' is no CAMEO code of the ontology",
                     MSDX_ARG(cameo));
    (void)msdx_field_number(c, e, "score", -10, 10, 0);
    term_part part = {event, {NULL, 0}, {NULL, 0}, num.cameo, num.quad, num.score, num.goldstein};
    if (mode.p) part.id = mode, part.event = event;
    put_term(c, e, mode.p ? MSDX_SYSTEM_MODE : MSDX_SYSTEM_EVENT, &part);
}

void msdx_put_event(msdx_compile *c, const msdx_entry *e)
{
    msdx_str quad = msdx_field_value(c, e, "quad");
    if (quad.p && msdx_find_word(quads, 4, quad) == 4)
        msdx_problem(
            c, e->source, msdx_field_line(c, e, "quad"),
            "quad '%.*s' is none of: verbal-cooperation material-cooperation verbal-conflict material-conflict",
            MSDX_ARG(quad));
    put_event(c, e, e->id, (msdx_str){NULL, 0});
}

void msdx_put_mode(msdx_compile *c, const msdx_entry *e)
{
    msdx_str mode, event = split_mode(e->id, &mode);
    if (mode.p)
        put_event(c, e, event, mode);
    else
        msdx_problem(c, e->source, e->line, "mode '%.*s': its id is EVENT.mode", MSDX_ARG(e->id));
}
