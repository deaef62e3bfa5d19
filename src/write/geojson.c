/* geojson.c: a FeatureCollection (RFC 7946), a feature an event; the geometry is
 * null where the text gives no place. Who made it and may use it how stands in the
 * member `masudi` before the features. */
#include <math.h>

#include "write/export_impl.h"

static void put_known(msdx_json *j, const char *key, const char *s)
{
    if (s && *s) msdx_json_put_str(j, key, s);
}

static void head(msdx_export *x, msdx_buf *buf)
{
    const msdx_export_about *a = &x->about;
    msdx_json j = {.buf = buf};
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "type", "FeatureCollection");
    msdx_json_key(&j, "masudi");
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "version", MSD_VERSION);
    put_known(&j, "model", a->model);
    put_known(&j, "knowledge", a->knowledge);
    put_known(&j, "command", a->command);
    put_known(&j, "licence", a->licence);
    put_known(&j, "citation", a->credit);
    msdx_json_close(&j, '}');
    msdx_json_key(&j, "features");
    msdx_json_open(&j, '[');
    msdx_buf_addc(buf, '\n');
}

static void tail(msdx_export *x, msdx_buf *buf)
{
    (void)x;
    msdx_buf_adds(buf, "\n]}\n");
}

static void put_point(const msdx_out *o, msdx_json *j)
{
    const msd_where *w = &o->c->where;
    msdx_json_key(j, "geometry");
    if (!w->present || !w->has_point) {
        msdx_json_null(j);
        return;
    }
    msdx_json_open(j, '{');
    msdx_json_put_str(j, "type", "Point");
    msdx_json_key(j, "coordinates");
    msdx_json_open(j, '[');
    msdx_json_num(j, w->longitude);
    msdx_json_num(j, w->latitude);
    msdx_json_close(j, ']');
    msdx_json_close(j, '}');
}

static void put_names(const msdx_out *o, msdx_json *j, const char *key, const msd_entity *e, size_t n)
{
    msdx_json_key(j, key);
    msdx_json_open(j, '[');
    for (size_t i = 0; i < n; i++) msdx_json_strn(j, msdx_entity_label(o->u, &e[i]));
    msdx_json_close(j, ']');
}

static void put_codes(msdx_json *j, const char *key, const msd_entity *e, size_t n)
{
    msdx_json_key(j, key);
    msdx_json_open(j, '[');
    for (size_t i = 0; i < n; i++) msdx_json_str(j, e[i].code);
    msdx_json_close(j, ']');
}

static void put_sources(const msdx_out *o, msdx_json *j)
{
    msdx_json_key(j, "attribution");
    msdx_json_open(j, '[');
    for (size_t i = 0; i < o->c->n_attribution; i++)
        msdx_json_strn(j, msdx_entity_label(o->u, &o->c->attribution[i].who));
    msdx_json_close(j, ']');
}

static void put_where(const msdx_out *o, msdx_json *j)
{
    const msd_where *w = &o->c->where;
    if (!w->present) return;
    msdx_json_put_str(j, "place", w->name ? w->name : w->text);
    msdx_json_put_str(j, "admin1", w->admin1);
    msdx_json_put_str(j, "country", w->country);
    msdx_json_put_str(j, "precision", msd_place_precision_name(w->precision));
    if (!w->has_point) return;
    msdx_json_put_num(j, "latitude", w->latitude);
    msdx_json_put_num(j, "longitude", w->longitude);
}

static void put_properties(const msdx_out *o, msdx_json *j)
{
    const msd_claim *c = o->c;
    msdx_json_key(j, "properties");
    msdx_json_open(j, '{');
    msdx_json_put_str(j, "date", *o->date ? o->date : NULL);
    msdx_json_put_str(j, "event", c->event);
    msdx_json_put_str(j, "mode", c->mode);
    msdx_json_put_str(j, "cameo", c->cameo);
    msdx_json_put_str(j, "quad", c->quad);
    msdx_json_put_num(j, "goldstein", c->goldstein);
    msdx_json_put_num(j, "intensity", c->intensity);
    put_names(o, j, "actors", c->actors, c->n_actor);
    put_codes(j, "actor_codes", c->actors, c->n_actor);
    put_names(o, j, "recipients", c->recipients, c->n_recipient);
    put_codes(j, "recipient_codes", c->recipients, c->n_recipient);
    msdx_json_put_str(j, "status", msd_claim_status_name(c->status));
    msdx_json_put_str(j, "hedge", msd_hedge_name(c->hedge));
    put_sources(o, j);
    put_where(o, j);
    if (c->magnitude.dead >= 0) msdx_json_put_int(j, "dead", c->magnitude.dead);
    msdx_json_put_num(j, "confidence", round(c->confidence * 1e4) / 1e4);
    msdx_json_put_str(j, "document", o->doc->id);
    put_known(j, "url", o->doc->url);
    put_known(j, "publisher", o->doc->publisher);
    msdx_json_key(j, "text");
    msdx_json_strn(j, msdx_sentence_text(o));
    msdx_json_close(j, '}');
}

static void row(const msdx_out *o)
{
    msdx_json j = {.buf = o->buf};
    if (o->x->comma) msdx_buf_adds(o->buf, ",\n");
    o->x->comma = true;
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "type", "Feature");
    msdx_json_put_str(&j, "id", o->c->id);
    put_point(o, &j);
    put_properties(o, &j);
    msdx_json_close(&j, '}');
}

const msdx_export_form msdx_export_geojson = {"geojson", head, row, tail, false};
