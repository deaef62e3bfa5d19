/* polecat.c: POLECAT's head and 40 tab-separated columns. One row an event;
 * several actors, recipients and contexts are joined with ";". The columns are those of
 * the published files; no row of them was to be had, so how values are written
 * within a column follows their codebook as loaders quote it. */
#include "write/export_impl.h"

static const char *const columns[] = {"Event ID",
                                      "Event Date",
                                      "Event Type",
                                      "Event Mode",
                                      "Intensity",
                                      "Quad Code",
                                      "Contexts",
                                      "Actor Name",
                                      "Actor Country",
                                      "Actor COW",
                                      "Primary Actor Sector",
                                      "Actor Sectors",
                                      "Actor Title",
                                      "Actor Name Raw",
                                      "Wikipedia Actor ID",
                                      "Recipient Name",
                                      "Recipient Country",
                                      "Recipient COW",
                                      "Primary Recipient Sector",
                                      "Recipient Sectors",
                                      "Recipient Title",
                                      "Recipient Name Raw",
                                      "Wikipedia Recipient ID",
                                      "Placename",
                                      "City",
                                      "District",
                                      "Province",
                                      "Country",
                                      "Latitude",
                                      "Longitude",
                                      "GeoNames ID",
                                      "Raw Placename",
                                      "Feature Type",
                                      "Source",
                                      "Publication Date",
                                      "Story People",
                                      "Story Organizations",
                                      "Story Locations",
                                      "Language",
                                      "Version"};

static void head(msdx_export *x, msdx_buf *buf)
{
    (void)x;
    msdx_column_names(buf, columns, sizeof columns / sizeof *columns, '\t');
}

/* "verbal-cooperation" as VERBAL COOPERATION. */
static void put_quad(const msdx_out *o)
{
    msdx_buf_addc(o->buf, '\t');
    for (const char *s = o->c->quad; *s; s++)
        msdx_buf_addc(o->buf, *s == '-' ? ' ' : (char)(*s >= 'a' && *s <= 'z' ? *s - 'a' + 'A' : *s));
}

static void put_list(const msdx_out *o, const msd_strings *list)
{
    msdx_buf_addc(o->buf, '\t');
    for (size_t i = 0; i < list->n; i++) {
        if (i) msdx_buf_addc(o->buf, ';');
        msdx_cell(o->buf, msdx_str_of(list->item[i]));
    }
}

enum { NAME, COUNTRY, COW, SECTOR, SECTORS, TITLE, RAW, WIKIPEDIA, N_PART };

static void put_part(const msdx_out *o, const msd_entity *e, int part)
{
    const msdx_actor *state = msdx_state_of(o, e->country);
    switch (part) {
    case NAME: msdx_cell(o->buf, msdx_entity_label(o->u, e)); break;
    case COUNTRY: msdx_cell(o->buf, msdx_str_of(e->country)); break;
    case COW: msdx_cell(o->buf, msdx_str_of(state ? state->cow : NULL)); break;
    case SECTOR: msdx_cell(o->buf, msdx_str_of(e->sector)); break;
    case RAW: msdx_cell(o->buf, msdx_write_words(o->u, &e->span, e->text)); break;
    case SECTORS:
        msdx_cell(o->buf, msdx_str_of(e->sector));
        for (size_t i = 0; i < e->sectors.n; i++) msdx_buf_addf(o->buf, ",%s", e->sectors.item[i]);
        break;
    default: break;
    }
}

/* Name, Country, COW, Primary Sector, Sectors, Title, Name Raw, Wikipedia ID. */
static void put_parties(const msdx_out *o, const msd_entity *e, size_t n)
{
    for (int part = 0; part < N_PART; part++) {
        msdx_buf_addc(o->buf, '\t');
        for (size_t i = 0; i < n && part != TITLE && part != WIKIPEDIA; i++) {
            if (i) msdx_buf_addc(o->buf, ';');
            put_part(o, &e[i], part);
        }
    }
}

/* Placename to Feature Type. */
static void put_place(const msdx_out *o)
{
    static const char *const feature[] = {"", "PPL", "ADM1", "PCLI"};
    const msd_where *w = &o->c->where;
    if (!w->present) {
        msdx_tabs(o->buf, 10);
        return;
    }
    const char *name = w->name ? w->name : w->text;
    msdx_next_of(o->buf, name);
    msdx_next_of(o->buf, w->precision <= MSD_PLACE_CITY ? name : NULL);
    msdx_next_of(o->buf, NULL);
    msdx_next_of(o->buf, w->precision == MSD_PLACE_ADMIN1 ? name : w->admin1);
    msdx_next_of(o->buf, w->country);
    msdx_buf_addc(o->buf, '\t');
    if (w->has_point) msdx_num_add(o->buf, w->latitude);
    msdx_buf_addc(o->buf, '\t');
    if (w->has_point) msdx_num_add(o->buf, w->longitude);
    msdx_buf_addc(o->buf, '\t');
    if (w->geonames) msdx_buf_addf(o->buf, "%u", w->geonames);
    msdx_next(o->buf, msdx_write_words(o->u, &w->span, w->text));
    msdx_next_of(o->buf, feature[w->precision]);
}

static void row(const msdx_out *o)
{
    const msd_claim *c = o->c;
    const msd_doc *d = o->doc;
    msdx_buf_addf(o->buf, "%s\t%s\t%s", c->id, o->date, c->event);
    msdx_next_of(o->buf, c->mode);
    msdx_buf_addc(o->buf, '\t');
    msdx_cell_num(o->buf, 'f', 1, c->intensity);
    put_quad(o);
    put_list(o, &c->contexts);
    put_parties(o, c->actors, c->n_actor);
    put_parties(o, c->recipients, c->n_recipient);
    put_place(o);
    msdx_next_of(o->buf, d->publisher ? d->publisher : d->url);
    msdx_next(o->buf, (msdx_str){d->date ? d->date : "", d->date ? strnlen(d->date, 10) : 0});
    msdx_tabs(o->buf, 3);
    msdx_next_of(o->buf, d->language);
    msdx_next_of(o->buf, "Masudi " MSD_VERSION);
    msdx_buf_addc(o->buf, '\n');
}

const msdx_export_form msdx_export_polecat = {"polecat", head, row, NULL, false};
