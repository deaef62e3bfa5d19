/* kind_place.c: `places` entries: every value is one place, such as
 * `Kharkiv = Kharkov / Kharkiv Oblast @49.99,36.23,1421125,706483`. */
#include "know/compile_impl.h"

/* As written in the file: a whole country is marked, and its names are its actor's. */
enum { WHOLE_COUNTRY = MSD_PLACE_COUNTRY + 1 };

typedef struct place_parts {
    msdx_str names, admin1;
    bool has_point;
    double number[4]; /* latitude, longitude, population, GeoNames id */
} place_parts;

/* Cut what follows the last `mark` off *s. */
static msdx_str cut_after(msdx_str *s, char mark)
{
    for (size_t i = s->n; i-- > 0;) {
        if (s->p[i] != mark) continue;
        msdx_str after = msdx_str_trim((msdx_str){s->p + i + 1, s->n - i - 1});
        *s = msdx_str_trim((msdx_str){s->p, i});
        return after;
    }
    return (msdx_str){NULL, 0};
}

static bool parse_point(msdx_at at, msdx_str text, place_parts *out)
{
    static const double low[4] = {-90, -180, 0, 0}, high[4] = {90, 180, 4e9, 4e9};
    msdx_str rest = text, v;
    size_t n = 0;
    bool ok = true;
    for (; ok && msdx_piece_next(&rest, ',', &v); n++)
        ok = n < 4 && msdx_number_of(v, &out->number[n]) && out->number[n] >= low[n] && out->number[n] <= high[n];
    out->has_point = ok && n >= 2;
    if (!out->has_point)
        msdx_problem(at.c, at.e->source, at.line,
                     "'@%.*s' is no point: write @LATITUDE,LONGITUDE in degrees, then ,POPULATION,GEONAMES if known",
                     MSDX_ARG(text));
    return out->has_point;
}

static void put_place(msdx_at at, msdx_str text, msdx_str country, uint32_t precision)
{
    msdx_compile *c = at.c;
    place_parts parts = {.names = text};
    msdx_str point = cut_after(&parts.names, '@');
    if (point.p && !parse_point(at, point, &parts)) return;
    parts.admin1 = cut_after(&parts.names, '/');
    uint32_t index = c->n_record[MSDX_TABLE_PLACE]++;
    msdx_buf *b = &c->table[MSDX_TABLE_PLACE];
    msdx_str rest = parts.names, name;
    for (bool first = true; msdx_piece_next(&rest, '=', &name); first = false) {
        if (!name.n) {
            msdx_problem(c, at.e->source, at.line, "place '%.*s' without a name", MSDX_ARG(text));
            return;
        }
        if (first) msdx_put_str(b, &c->pool, name);
        if (precision != WHOLE_COUNTRY)
            msdx_phrase_add(c, MSDX_SPACE_NAME, name, (msdx_sense){index, MSDX_SENSE_PLACE, 0});
    }
    msdx_put_str(b, &c->pool, country);
    msdx_put_str(b, &c->pool, parts.admin1.n ? parts.admin1 : (msdx_str){NULL, 0});
    msdx_put_u32(b, precision);
    msdx_put_u32(b, parts.has_point);
    if (!parts.has_point) return;
    msdx_put_f64(b, parts.number[0]);
    msdx_put_f64(b, parts.number[1]);
    msdx_put_u32(b, (uint32_t)parts.number[2]);
    msdx_put_u32(b, (uint32_t)parts.number[3]);
}

/* The id's part before a '.' is the country; `world` belongs to none. */
static msdx_str country_of(msdx_compile *c, const msdx_entry *e)
{
    msdx_str rest = e->id, country;
    (void)msdx_piece_next(&rest, '.', &country);
    if (msdx_str_is(country, "world")) return (msdx_str){NULL, 0};
    if (!msdx_is_country(country))
        msdx_problem(
            c, e->source, e->line,
            "places '%.*s': the id is a country's alpha-3 code (IRQ, or IRQ.north for a second list), or world",
            MSDX_ARG(e->id));
    return country;
}

void msdx_put_places(msdx_compile *c, const msdx_entry *e)
{
    static const struct {
        const char *key;
        uint32_t precision;
    } as[] = {{"city", MSD_PLACE_CITY},
              {"region", MSD_PLACE_ADMIN1},
              {"spot", MSD_PLACE_POINT},
              {"area", MSD_PLACE_COUNTRY},
              {"country", WHOLE_COUNTRY}};
    msdx_str country = country_of(c, e);
    for (size_t i = 0; i < sizeof as / sizeof *as; i++)
        for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, as[i].key));)
            for (msdx_str rest = f->raw, v; f->raw.n && msdx_piece_next(&rest, '|', &v);)
                if (v.n) put_place((msdx_at){c, e, f->line}, v, country, as[i].precision);
}

void msdx_get_place(msdx_cursor *cur, msdx_place *out)
{
    out->name = msdx_get_text(cur);
    out->country = msdx_get_str(cur);
    out->admin1 = msdx_get_str(cur);
    uint32_t precision = msdx_get_below(cur, WHOLE_COUNTRY + 1);
    out->is_country = precision == WHOLE_COUNTRY && out->country;
    out->precision = (msd_place_precision)(precision < WHOLE_COUNTRY ? precision : MSD_PLACE_COUNTRY);
    out->has_point = msdx_get_below(cur, 2);
    if (!out->has_point) return;
    out->latitude = msdx_get_f64(cur);
    out->longitude = msdx_get_f64(cur);
    out->population = msdx_get_u32(cur);
    out->geonames = msdx_get_u32(cur);
}
