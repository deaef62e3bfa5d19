/* kml.c: KML 2.2 (OGC 07-147r2), a placemark an event, coloured by its quad, with
 * its time, so that a viewer's time slider moves over it. Without a point a
 * placemark has no geometry. */
#include "write/export_impl.h"

static void element(msdx_buf *buf, const char *name, msdx_str s)
{
    if (!s.n) return;
    msdx_buf_addf(buf, "<%s>", name);
    msdx_cell_xml(buf, s);
    msdx_buf_addf(buf, "</%s>", name);
}

static void told(msdx_buf *buf, const char *what, const char *s)
{
    if (!s || !*s) return;
    msdx_buf_addf(buf, "\n%s: ", what);
    msdx_cell_xml(buf, msdx_str_of(s));
}

static void head(msdx_export *x, msdx_buf *buf)
{
    /* aabbggrr; told apart by those who do not see red and green apart (Okabe and Ito 2008) */
    static const char *const style[][2] = {{"verbal-cooperation", "ffe9b456"},
                                           {"material-cooperation", "ffb27200"},
                                           {"verbal-conflict", "ff009fe6"},
                                           {"material-conflict", "ff005ed5"}};
    msdx_buf_adds(buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n"
                       "<Document><name>Events</name>\n<description>");
    msdx_citation(x, buf);
    told(buf, "Made by", x->about.command);
    told(buf, "Licence", x->about.licence);
    told(buf, "Citation", x->about.credit);
    msdx_buf_adds(buf, "</description>\n");
    for (size_t i = 0; i < sizeof style / sizeof *style; i++)
        msdx_buf_addf(buf, "<Style id=\"%s\"><IconStyle><color>%s</color></IconStyle></Style>\n", style[i][0],
                      style[i][1]);
}

static void tail(msdx_export *x, msdx_buf *buf)
{
    (void)x;
    msdx_buf_adds(buf, "</Document>\n</kml>\n");
}

static void put_names(const msdx_out *o, const msd_entity *e, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i) msdx_buf_adds(o->buf, ", ");
        msdx_cell_xml(o->buf, msdx_entity_label(o->u, &e[i]));
    }
}

/* "Army of Iraq: ASSAULT-explosives: Kirkuk" */
static void put_name(const msdx_out *o)
{
    const msd_claim *c = o->c;
    msdx_buf_adds(o->buf, "<name>");
    put_names(o, c->actors, c->n_actor);
    msdx_buf_addf(o->buf, "%s%s", c->n_actor ? ": " : "", c->event);
    if (c->mode) msdx_buf_addf(o->buf, "-%s", c->mode);
    if (c->n_recipient) msdx_buf_adds(o->buf, ": ");
    put_names(o, c->recipients, c->n_recipient);
    msdx_buf_adds(o->buf, "</name>");
}

static void put_time(const msdx_out *o)
{
    const msd_when *w = &o->c->when;
    if (*w->start && *w->end && strcmp(w->start, w->end) != 0)
        msdx_buf_addf(o->buf, "<TimeSpan><begin>%s</begin><end>%s</end></TimeSpan>", w->start, w->end);
    else if (*o->date)
        msdx_buf_addf(o->buf, "<TimeStamp><when>%s</when></TimeStamp>", o->date);
}

static void datum(const msdx_out *o, const char *name, msdx_str s)
{
    if (!s.n) return;
    msdx_buf_addf(o->buf, "<Data name=\"%s\">", name);
    element(o->buf, "value", s);
    msdx_buf_adds(o->buf, "</Data>");
}

static void put_data(const msdx_out *o)
{
    const msd_claim *c = o->c;
    msdx_buf number = MSDX_BUF_INIT(64);
    msdx_buf_adds(o->buf, "<ExtendedData>");
    datum(o, "event", msdx_str_of(c->event));
    datum(o, "mode", msdx_str_of(c->mode));
    datum(o, "cameo", msdx_str_of(c->cameo));
    datum(o, "status", msdx_str_of(msd_claim_status_name(c->status)));
    datum(o, "hedge", msdx_str_of(msd_hedge_name(c->hedge)));
    msdx_num_add(&number, c->goldstein);
    datum(o, "goldstein", msdx_str_of(msdx_buf_cstr(&number)));
    if (number.failed) o->buf->failed = true;
    msdx_buf_clear(&number);
    if (c->where.present) {
        datum(o, "place", msdx_str_of(c->where.name ? c->where.name : c->where.text));
        datum(o, "precision", msdx_str_of(msd_place_precision_name(c->where.precision)));
    }
    datum(o, "document", msdx_str_of(o->doc->id));
    datum(o, "url", msdx_str_of(o->doc->url));
    datum(o, "publisher", msdx_str_of(o->doc->publisher));
    msdx_buf_adds(o->buf, "</ExtendedData>");
}

static void row(const msdx_out *o)
{
    const msd_where *w = &o->c->where;
    msdx_buf_addf(o->buf, "<Placemark id=\"e%s\">", o->c->id);
    put_name(o);
    element(o->buf, "description", msdx_sentence_text(o));
    put_time(o);
    msdx_buf_addf(o->buf, "<styleUrl>#%s</styleUrl>", o->c->quad);
    put_data(o);
    if (w->present && w->has_point) {
        msdx_buf_adds(o->buf, "<Point><coordinates>");
        msdx_num_add(o->buf, w->longitude);
        msdx_buf_addc(o->buf, ',');
        msdx_num_add(o->buf, w->latitude);
        msdx_buf_adds(o->buf, "</coordinates></Point>");
    }
    msdx_buf_adds(o->buf, "</Placemark>\n");
}

const msdx_export_form msdx_export_kml = {"kml", head, row, tail, false};
