/* kind_ontology.c: `sector`, `context`, `code`, `event` and `mode` entries: the
 * code system itself, its numbers, and what they give for an event and mode. */
#include "know/compile_impl.h"

static const char *const quads[] = {"verbal-cooperation", "material-cooperation", "verbal-conflict",
                                    "material-conflict"};

void msdx_put_sector(msdx_compile *c, const msdx_entry *e)
{
    msdx_buf *b = &c->table[MSDX_TABLE_SECTOR];
    c->n_record[MSDX_TABLE_SECTOR]++;
    msdx_put_str(b, &c->pool, e->id);
    msdx_put_opt(c, e, b, "cameo");
    msdx_put_opt(c, e, b, "definition");
}

void msdx_put_context(msdx_compile *c, const msdx_entry *e)
{
    c->n_record[MSDX_TABLE_CONTEXT]++;
    msdx_put_str(&c->table[MSDX_TABLE_CONTEXT], &c->pool, e->id);
}

/* EVENT or EVENT.mode into its parts; mode.p NULL without one. */
static msdx_str split_mode(msdx_str id, msdx_str *mode)
{
    msdx_str rest = id, event;
    (void)msdx_piece_next(&rest, '.', &event);
    *mode = rest;
    return event;
}

void msdx_put_code(msdx_compile *c, const msdx_entry *e)
{
    msdx_buf *b = &c->table[MSDX_TABLE_CODE];
    msdx_str id = msdx_field_value(c, e, "event"), mode = {NULL, 0}, event = id;
    c->n_record[MSDX_TABLE_CODE]++;
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
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, "context"));)
        for (msdx_str rest = f->raw, v; f->raw.n && msdx_piece_next(&rest, '|', &v);)
            if (!msdx_entry_find(c, MSDX_KIND_CONTEXT, v))
                msdx_problem(c, e->source, f->line, "'%.*s' is no context of the ontology", MSDX_ARG(v));
    msdx_put_str(b, &c->pool, e->id);
    msdx_put_opt(c, e, b, "name");
    msdx_put_f64(b, msdx_field_number(c, e, "goldstein", -10, 10, 0));
    msdx_put_str(b, &c->pool, event);
    msdx_put_str(b, &c->pool, mode);
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

static void put_numbers(msdx_compile *c, const msdx_entry *e, msdx_table table, msdx_str event, msdx_str mode)
{
    msdx_buf *b = &c->table[table];
    msdx_code_numbers num;
    c->n_record[table]++;
    msdx_str cameo = msdx_field_value(c, e, "cameo");
    if (!msdx_event_numbers(c, event, mode, &num))
        msdx_problem(c, e->source, e->line, "mode '%.*s': its id is EVENT.mode, and there must be the event",
                     MSDX_ARG(e->id));
    if (cameo.p && !msdx_entry_find(c, MSDX_KIND_CODE, cameo))
        msdx_problem(c, e->source, msdx_field_line(c, e, "cameo"), "'%.*s' is no CAMEO code of the ontology",
                     MSDX_ARG(cameo));
    (void)msdx_field_number(c, e, "score", -10, 10, 0);
    msdx_put_str(b, &c->pool, event);
    if (table == MSDX_TABLE_MODE) msdx_put_str(b, &c->pool, mode);
    msdx_put_str(b, &c->pool, num.quad);
    msdx_put_str(b, &c->pool, num.cameo);
    msdx_put_f64(b, num.score);
    msdx_put_f64(b, num.goldstein);
    msdx_put_opt(c, e, b, "definition");
}

void msdx_put_event(msdx_compile *c, const msdx_entry *e)
{
    msdx_str quad = msdx_field_value(c, e, "quad");
    if (quad.p && msdx_find_word(quads, 4, quad) == 4)
        msdx_problem(
            c, e->source, msdx_field_line(c, e, "quad"),
            "quad '%.*s' is none of: verbal-cooperation material-cooperation verbal-conflict material-conflict",
            MSDX_ARG(quad));
    put_numbers(c, e, MSDX_TABLE_EVENT, e->id, (msdx_str){NULL, 0});
}

void msdx_put_mode(msdx_compile *c, const msdx_entry *e)
{
    msdx_str mode, event = split_mode(e->id, &mode);
    if (mode.p)
        put_numbers(c, e, MSDX_TABLE_MODE, event, mode);
    else
        msdx_problem(c, e->source, e->line, "mode '%.*s': its id is EVENT.mode", MSDX_ARG(e->id));
}

/* ---- back ---- */

void msdx_get_sector(msdx_cursor *cur, msdx_sector_rec *out)
{
    out->sector = msdx_get_text(cur);
    out->cameo = msdx_get_str(cur);
    out->definition = msdx_get_text(cur);
}

void msdx_get_code(msdx_cursor *cur, msdx_code_rec *out)
{
    out->code = msdx_get_text(cur);
    out->info.name = msdx_get_text(cur);
    out->info.goldstein = msdx_get_f64(cur);
    out->info.event = msdx_get_str(cur);
    out->info.mode = msdx_get_str(cur);
}

static void get_info(msdx_cursor *cur, msdx_event_rec *out)
{
    out->info.quad = msdx_get_text(cur);
    out->info.cameo = msdx_get_text(cur);
    out->info.intensity = msdx_get_f64(cur);
    out->info.goldstein = msdx_get_f64(cur);
    out->definition = msdx_get_text(cur);
}

void msdx_get_event(msdx_cursor *cur, msdx_event_rec *out)
{
    out->event = msdx_get_text(cur);
    get_info(cur, out);
}

void msdx_get_mode(msdx_cursor *cur, msdx_event_rec *out)
{
    out->event = msdx_get_text(cur);
    out->mode = msdx_get_text(cur);
    get_info(cur, out);
}
