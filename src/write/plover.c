/* plover.c: PLOVER records, one JSON object a line (PLOVER manual, data exchange
 * format), with what it does not have (status, hedge, who says so) under names of ours. */
#include <math.h>

#include "write/export_impl.h"

static void put_entities(const msdx_out *o, msdx_json *j, const char *key, const msd_entity *e, size_t n)
{
    msdx_json_key(j, key);
    msdx_json_open(j, '[');
    for (size_t i = 0; i < n; i++) {
        msdx_json_open(j, '{');
        msdx_json_put_str(j, "code", e[i].country);
        msdx_json_put_str(j, "sector", e[i].sector);
        msdx_json_key(j, "entity_text");
        msdx_json_strn(j, msdx_write_words(o->u, &e[i].span, e[i].text));
        msdx_json_put_str(j, "identifier_text", e[i].name);
        msdx_json_put_str(j, "cameo_code", e[i].code);
        msdx_json_close(j, '}');
    }
    msdx_json_close(j, ']');
}

static int quad_code(const char *quad)
{
    return strncmp(quad, "verbal", 6) == 0 ? (strstr(quad, "conflict") ? 3 : 1) : strstr(quad, "conflict") ? 4 : 2;
}

static void put_strings(msdx_json *j, const char *key, const msd_strings *list)
{
    msdx_json_key(j, key);
    msdx_json_open(j, '[');
    for (size_t i = 0; i < list->n; i++) msdx_json_str(j, list->item[i]);
    msdx_json_close(j, ']');
}

/* resolution: 1 a point, 2 a town, 4 a province, 5 a country (3, a district, we do not tell apart). */
static void put_place(const msdx_out *o, msdx_json *j)
{
    static const int resolution[] = {1, 2, 4, 5};
    const msd_where *w = &o->c->where;
    msdx_json_key(j, "event_loc");
    if (!w->present) {
        msdx_json_null(j);
        return;
    }
    const char *name = w->name ? w->name : w->text;
    msdx_json_open(j, '{');
    msdx_json_key(j, "extracted_place");
    msdx_json_strn(j, msdx_write_words(o->u, &w->span, w->text));
    msdx_json_put_str(j, "resolved_place", w->name);
    if (w->geonames) msdx_json_put_int(j, "geonameid", w->geonames);
    if (w->has_point) {
        msdx_json_put_num(j, "lat", w->latitude);
        msdx_json_put_num(j, "lon", w->longitude);
    }
    msdx_json_put_str(j, "city", w->precision <= MSD_PLACE_CITY ? name : NULL);
    msdx_json_put_str(j, "province", w->precision == MSD_PLACE_ADMIN1 ? name : w->admin1);
    msdx_json_put_str(j, "country", msdx_country_name(o, w->country));
    msdx_json_put_str(j, "country_code", w->country);
    msdx_json_put_int(j, "resolution", resolution[w->precision]);
    msdx_json_close(j, '}');
}

static void put_size(const msdx_out *o, msdx_json *j)
{
    const msd_magnitude *m = &o->c->magnitude;
    msdx_json_key(j, "size");
    msdx_json_open(j, '{');
    if (m->dead >= 0) msdx_json_put_int(j, "dead", m->dead);
    if (m->injured >= 0) msdx_json_put_int(j, "injured", m->injured);
    if (m->arrested >= 0) msdx_json_put_int(j, "arrested", m->arrested);
    msdx_json_close(j, '}');
}

static void put_text(const msdx_out *o, msdx_json *j)
{
    msdx_json_key(j, "text_info");
    msdx_json_open(j, '{');
    msdx_json_put_int(j, "sequence", o->c->sentence);
    msdx_json_put_int(j, "start", o->c->trigger.start_cp);
    msdx_json_put_int(j, "end", o->c->trigger.end_cp);
    msdx_json_close(j, '}');
}

static void put_cite(const msdx_out *o, msdx_json *j)
{
    const msdx_export_about *a = &o->x->about;
    const msd_doc *d = o->doc;
    msdx_json_key(j, "cite_info");
    msdx_json_open(j, '{');
    msdx_json_put_str(j, "corpus", d->id);
    msdx_json_put_str(j, "citation", a->credit && *a->credit ? a->credit : NULL);
    msdx_json_put_str(j, "url", d->url);
    msdx_json_key(j, "title");
    if (d->has_title)
        msdx_json_strn(j, (msdx_str){d->title.text, d->title.n_byte});
    else
        msdx_json_null(j);
    msdx_json_put_str(j, "language", d->language);
    msdx_json_put_str(j, "publication", d->publisher);
    msdx_json_put_str(j, "license", a->licence && *a->licence ? a->licence : NULL);
    msdx_json_put_str(j, "coder", "Masudi");
    msdx_json_put_str(j, "codebook", a->knowledge);
    msdx_json_put_str(j, "version", MSD_VERSION);
    msdx_json_put_str(j, "model", a->model && *a->model ? a->model : NULL);
    msdx_json_put_str(j, "command", a->command && *a->command ? a->command : NULL);
    msdx_json_close(j, '}');
}

static void put_attribution(const msdx_out *o, msdx_json *j)
{
    msdx_json_key(j, "attribution");
    msdx_json_open(j, '[');
    for (size_t i = 0; i < o->c->n_attribution; i++) {
        const msd_source *s = &o->c->attribution[i];
        msdx_json_open(j, '{');
        msdx_json_key(j, "entity_text");
        msdx_json_strn(j, msdx_write_words(o->u, &s->who.span, s->who.text));
        msdx_json_put_str(j, "identifier_text", s->resolved ? s->who.name : NULL);
        msdx_json_put_str(j, "kind", msd_source_kind_name(s->kind));
        msdx_json_close(j, '}');
    }
    msdx_json_close(j, ']');
}

static void row(const msdx_out *o)
{
    const msd_claim *c = o->c;
    msdx_json j = {.buf = o->buf};
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "id", c->id);
    msdx_json_put_str(&j, "date", *o->date ? o->date : NULL);
    if (*c->when.end) msdx_json_put_str(&j, "enddate", c->when.end);
    put_entities(o, &j, "actor", c->actors, c->n_actor);
    put_entities(o, &j, "recipient", c->recipients, c->n_recipient);
    put_strings(&j, "event", &(msd_strings){&c->event, 1});
    put_strings(&j, "mode", &(msd_strings){&c->mode, c->mode ? 1 : 0});
    put_strings(&j, "context", &c->contexts);
    msdx_json_key(&j, "event_text");
    msdx_json_strn(&j, msdx_write_words(o->u, &c->trigger, c->trigger_text));
    put_place(o, &j);
    msdx_json_put_int(&j, "quad_code", quad_code(c->quad));
    msdx_json_put_num(&j, "event_scale", c->intensity);
    put_size(o, &j);
    msdx_json_key(&j, "text");
    msdx_json_strn(&j, msdx_sentence_text(o));
    put_text(o, &j);
    put_cite(o, &j);
    msdx_json_put_str(&j, "coder", "Masudi " MSD_VERSION);
    msdx_json_put_str(&j, "cameo", c->cameo);
    msdx_json_put_str(&j, "status", msd_claim_status_name(c->status));
    msdx_json_put_str(&j, "hedge", msd_hedge_name(c->hedge));
    put_attribution(o, &j);
    msdx_json_put_num(&j, "confidence", round(c->confidence * 1e4) / 1e4);
    msdx_json_close(&j, '}');
    msdx_buf_addc(o->buf, '\n');
}

const msdx_export_form msdx_export_plover = {"plover", NULL, row, NULL, false};
