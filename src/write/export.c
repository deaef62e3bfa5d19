/* export.c: what the formats of other data sets share: pairs, dates, codes, cells. */
#include "write/export_impl.h"

#include <math.h>
#include <stdio.h>

#include "base/hash.h"

static const msdx_export_form *const forms[] = {
    &msdx_export_gdelt1,  &msdx_export_gdelt2,  &msdx_export_mentions, &msdx_export_phoenix, &msdx_export_icews,
    &msdx_export_polecat, &msdx_export_plover,  &msdx_export_acled,    &msdx_export_geojson, &msdx_export_kml,
    &msdx_export_gexf,    &msdx_export_graphml, &msdx_export_arrow,    &msdx_export_parquet};

static const msdx_export_form *form_of(const char *name)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(forms[i]->name, name) == 0) return forms[i];
    return NULL;
}

bool msdx_export_is(const char *form)
{
    return form_of(form) != NULL;
}

bool msdx_export_is_columnar(const char *form)
{
    const msdx_export_form *f = form_of(form);
    return f && f->columnar;
}

bool msdx_export_tells_origin(const char *form)
{
    static const char *const names[] = {"plover", "geojson", "kml", "gexf", "graphml", "arrow", "parquet"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(form, names[i]) == 0) return true;
    return false;
}

msd_status msdx_export_new(msdx_export **out, const char *form, const msdx_export_about *about, bool every_status,
                           msd_error *err)
{
    const msdx_export_form *f = form_of(form);
    *out = NULL;
    if (!f) return msdx_err(err, MSD_EUSAGE, 0, "'%.40s' is no format: %s", form, MSDX_EXPORT_NAMES);
    msdx_export *x = msdx_calloc(1, sizeof *x);
    if (!x) return msdx_err_nomem(err);
    x->form = f;
    x->about = *about;
    x->every_status = every_status || f->columnar;
    if (f->columnar && !msdx_columns_init(&x->columns)) {
        msdx_export_free(x);
        return msdx_err_nomem(err);
    }
    *out = x;
    return MSD_OK;
}

void msdx_export_free(msdx_export *x)
{
    if (!x) return;
    msdx_net_clear(&x->net);
    msdx_columns_clear(&x->columns);
    msdx_arena_clear(&x->arena);
    msdx_free(x);
}

void msdx_export_head(msdx_export *x, msdx_buf *buf)
{
    if (x->form->head) x->form->head(x, buf);
}

void msdx_export_tail(msdx_export *x, msdx_buf *buf)
{
    if (x->form->tail) x->form->tail(x, buf);
    if (x->arena.failed) buf->failed = true;
}

/* "2020-09-27..." to ten characters; "" unless it is a whole day. */
static void day_of(const char *s, char out[11])
{
    out[0] = 0;
    if (!s || strnlen(s, 10) < 10 || s[4] != '-' || s[7] != '-') return;
    for (int i = 0; i < 10; i++)
        if (i != 4 && i != 7 && (s[i] < '0' || s[i] > '9')) return;
    memcpy(out, s, 10);
    out[10] = 0;
}

void msdx_export_row(msdx_export *x, msdx_buf *buf, const msd_doc *doc, const msd_claim *claim)
{
    msdx_out o = {.x = x, .buf = buf, .doc = doc, .c = claim, .u = msdx_write_unit(doc, claim->sentence)};
    if (!x->every_status && claim->status != MSD_ACTUAL) return;
    day_of(claim->when.start, o.date);
    if (!*o.date) day_of(doc->date, o.date);
    x->form->row(&o);
    if (x->arena.failed) buf->failed = true;
}

/* ---- pairs ---- */

enum { NUMBER_SEED = 20 };

/* 53 bits: what every reader's numbers hold exactly, doubles included. */
uint64_t msdx_claim_number(const msd_claim *c, size_t i, size_t k)
{
    char key[96];
    int n = snprintf(key, sizeof key, "%s:%zu:%zu", c->id, i, k);
    uint64_t number = msdx_murmur64a(key, (size_t)n, NUMBER_SEED) & ((UINT64_C(1) << 53) - 1);
    return number ? number : 1;
}

/* Is the frame that coded it one of mutual acts? */
static bool is_mutual(const msdx_out *o)
{
    const msdx_frame *f;
    for (uint32_t i = 0; (f = msdx_know_frame(o->x->about.know, i)) != NULL; i++)
        if (f->mutual && strcmp(f->rule, o->c->rule) == 0) return true;
    return false;
}

static void couple(const msdx_out *o, size_t i, size_t k, const msd_entity *actor, const msd_entity *recipient,
                   void (*each)(const msdx_out *o, const msdx_couple *p))
{
    msdx_couple p = {actor, recipient, msdx_claim_number(o->c, i, k)};
    each(o, &p);
}

void msdx_couples(const msdx_out *o, void (*each)(const msdx_out *o, const msdx_couple *p))
{
    const msd_claim *c = o->c;
    if (c->n_recipient == 0 && c->n_actor > 1 && is_mutual(o)) {
        for (size_t i = 0; i < c->n_actor; i++)
            for (size_t k = 0; k < c->n_actor; k++)
                if (i != k) couple(o, i, k, &c->actors[i], &c->actors[k], each);
        return;
    }
    for (size_t i = 0; i == 0 || i < c->n_actor; i++)
        for (size_t k = 0; k == 0 || k < c->n_recipient; k++)
            couple(o, i, k, c->n_actor ? &c->actors[i] : NULL, c->n_recipient ? &c->recipients[k] : NULL, each);
}

/* ---- who ---- */

msdx_str msdx_entity_label(const msdx_unit *u, const msd_entity *e)
{
    if (!e) return MSDX_STR("");
    return e->name ? msdx_str_of(e->name) : msdx_write_words(u, &e->span, e->text);
}

const msdx_actor *msdx_state_of(const msdx_out *o, const char *country)
{
    return country ? msdx_know_state(o->x->about.know, country) : NULL;
}

const msdx_actor *msdx_bare_state(const msdx_out *o, const msd_entity *e)
{
    const msdx_actor *state = e ? msdx_state_of(o, e->country) : NULL;
    return state && e->entity && e->via == MSD_VIA_NAME && strcmp(e->entity, state->id) == 0 ? state : NULL;
}

void msdx_cameo_actor(const msdx_out *o, const msd_entity *e, char out[32])
{
    const msdx_actor *state = e ? msdx_state_of(o, e->country) : NULL;
    const char *code = e && e->code ? e->code : "";
    out[0] = 0;
    if (!e) return;
    if (!state) {
        snprintf(out, 32, "%s", code);
        return;
    }
    const char *own = state->cameo ? state->cameo : e->country;
    if (msdx_bare_state(o, e))
        snprintf(out, 32, "%s", own);
    else if (strncmp(code, e->country, 3) == 0)
        snprintf(out, 32, "%s%s", own, code + 3);
    else
        snprintf(out, 32, "%s", code);
}

const char *msdx_country_name(const msdx_out *o, const char *country)
{
    const msdx_actor *state = msdx_state_of(o, country);
    return state ? state->name : NULL;
}

/* ---- what ---- */

void msdx_cameo_code(const msdx_out *o, const char *list, char out[8])
{
    const char *code = msdx_know_code_on(o->x->about.know, o->c->cameo, list);
    if (!code) code = o->c->cameo;
    snprintf(out, 8, "%s%s", code, strlen(code) == 2 ? "0" : "");
}

msdx_str msdx_sentence_text(const msdx_out *o)
{
    msd_span s = msdx_write_sentence(o->doc, o->c->sentence);
    return msdx_write_words(o->u, &s, "");
}

void msdx_citation(const msdx_export *x, msdx_buf *buf)
{
    const msdx_export_about *a = &x->about;
    msdx_buf_adds(buf, "Masudi " MSD_VERSION);
    if (a->model && *a->model) msdx_buf_addf(buf, ", model %s", a->model);
    if (a->knowledge && *a->knowledge) msdx_buf_addf(buf, ", knowledge and codebook %s", a->knowledge);
}

/* ---- cells ---- */

void msdx_cell(msdx_buf *buf, msdx_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        msdx_buf_addc(buf, c < ' ' || c == 0x7F ? ' ' : s.p[i]);
    }
}

void msdx_next(msdx_buf *buf, msdx_str s)
{
    msdx_buf_addc(buf, '\t');
    msdx_cell(buf, s);
}

void msdx_next_of(msdx_buf *buf, const char *s)
{
    msdx_next(buf, msdx_str_of(s));
}

void msdx_tabs(msdx_buf *buf, unsigned n)
{
    while (n--) msdx_buf_addc(buf, '\t');
}

void msdx_cell_num(msdx_buf *buf, char form, int digits, double d)
{
    char s[400];
    if (!isfinite(d) || d == 0) d = 0;
    if (form == 'f')
        snprintf(s, sizeof s, "%.*f", digits, d);
    else
        snprintf(s, sizeof s, "%.*g", digits, d);
    char *comma = strchr(s, ',');
    if (comma) *comma = '.';
    msdx_buf_adds(buf, s);
}

void msdx_cell_csv(msdx_buf *buf, msdx_str s)
{
    bool quote = false;
    for (size_t i = 0; i < s.n && !quote; i++) quote = strchr(",\"\r\n", s.p[i]) != NULL;
    if (quote) msdx_buf_addc(buf, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') msdx_buf_addc(buf, '"');
        msdx_buf_addc(buf, s.p[i]);
    }
    if (quote) msdx_buf_addc(buf, '"');
}

/* XML 1.0 (fifth edition), section 2.2: no control characters but three, no surrogates, not U+FFFE and U+FFFF. */
static bool xml_has(int32_t cp)
{
    return cp == '\t' || cp == '\n' || cp == '\r' || (cp >= ' ' && cp != 0xFFFE && cp != 0xFFFF);
}

void msdx_cell_xml(msdx_buf *buf, msdx_str s)
{
    for (size_t i = 0, used; i < s.n; i += used) {
        int32_t cp = msdx_utf8_get(s.p + i, s.n - i, &used);
        if (!xml_has(cp)) continue;
        switch (cp) {
        case '&': msdx_buf_adds(buf, "&amp;"); break;
        case '<': msdx_buf_adds(buf, "&lt;"); break;
        case '>': msdx_buf_adds(buf, "&gt;"); break;
        case '"': msdx_buf_adds(buf, "&quot;"); break;
        case '\'': msdx_buf_adds(buf, "&apos;"); break;
        default: msdx_buf_add(buf, s.p + i, used); break;
        }
    }
}

void msdx_column_names(msdx_buf *buf, const char *const *name, size_t n, char between)
{
    for (size_t i = 0; i < n; i++) {
        if (i) msdx_buf_addc(buf, between);
        msdx_buf_adds(buf, name[i]);
    }
    msdx_buf_addc(buf, '\n');
}
