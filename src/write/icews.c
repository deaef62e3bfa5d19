/* icews.c: the ICEWS Coded Event Data: a head and 20 tab-separated columns. The
 * key is event id and date. States stand without sectors, people without a name as
 * "Police (India)", and a mutual act twice, both ways round. */
#include "write/export_impl.h"
#include "write/icews_names.h"

static const char *const columns[] = {
    "Event ID",  "Event Date",  "Source Name",    "Source Sectors", "Source Country", "Event Text",      "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID",       "Sentence Number", "Publisher",
    "City",      "District",    "Province",       "Country",        "Latitude",       "Longitude"};

static void head(msdx_export *x, msdx_buf *buf)
{
    (void)x;
    msdx_column_names(buf, columns, sizeof columns / sizeof *columns, '\t');
}

/* A PLOVER sector among those of ICEWS, each after what it belongs to; and what people of it are called. */
static const struct sector {
    const char *sector, *list, *people;
} sectors[] = {{"GOV", "Government", "Government"},
               {"MIL", "Government,Military", "Military"},
               {"COP", "Government,Police", "Police"},
               {"SPY", "Government,Intelligence Ministry", "Intelligence Ministry"},
               {"JUD", "Government,Judicial", "Court Judge"},
               {"LEG", "Government,Legislative / Parliamentary", "Legislature"},
               {"PTY", "Parties", "Party Member"},
               {"OPP", "Dissident,Protestors / Popular Opposition / Mobs", "Political Opposition"},
               {"REB", "Dissident,Organized Violent,Rebel", "Armed Rebel"},
               {"PRM", "Dissident,Organized Violent", "Militia"},
               {"UAF", "Unidentified Forces", "Unidentified Forces"},
               {"CRM", "Dissident,Criminals / Gangs", "Criminal"},
               {"CVL", "General Population / Civilian / Social,Social", "Citizen"},
               {"ELI", "Elite", "Elite"},
               {"EDU", "Social,Education", "Education"},
               {"JRN", "Social,Media", "Media Personnel"},
               {"MED", "Social,Medical / Health", "Medical Personnel"},
               {"REL", "Social,National Religious", "Religion"},
               {"BUS", "Social,Business", "Business"},
               {"LAB", "Social,Labor", "Labor Union"},
               {"AGR", "Social,Agricultural", "Farm Worker"},
               {"REF", "Social,Refugees / Displaced", "Refugee"},
               {"SOC", "Social", "Activist"}};

static const struct sector *sector_of(const char *sector)
{
    for (size_t i = 0; sector && i < sizeof sectors / sizeof *sectors; i++)
        if (strcmp(sectors[i].sector, sector) == 0) return &sectors[i];
    return NULL;
}

/* Countries that ICEWS calls by other names than we do. */
static const char *country_of(const msdx_out *o, const char *country)
{
    static const char *const names[][2] = {{"RUS", "Russian Federation"},
                                           {"PSE", "Occupied Palestinian Territory"},
                                           {"COD", "Democratic Republic of Congo"},
                                           {"COG", "Congo"},
                                           {"CIV", "Cote d'Ivoire"},
                                           {"SWZ", "Swaziland"},
                                           {"MAC", "Macao"},
                                           {"TLS", "Timor-Leste"},
                                           {"MKD", "Macedonia"},
                                           {"VAT", "Holy See"},
                                           {"PCN", "Pitcairn"}};
    for (size_t i = 0; country && i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i][0], country) == 0) return names[i][1];
    return msdx_country_name(o, country);
}

static void put_name(const msdx_out *o, const msd_entity *e, const char *country)
{
    const struct sector *s = sector_of(e->sector);
    if (e->name || !s) {
        msdx_next(o->buf, msdx_bare_state(o, e) ? msdx_str_of(country) : msdx_entity_label(o->u, e));
        return;
    }
    msdx_next_of(o->buf, s->people);
    if (country) msdx_buf_addf(o->buf, " (%s)", country);
}

static void put_sectors(const msdx_out *o, const msd_entity *e)
{
    const struct sector *s = sector_of(e->sector);
    msdx_buf_addc(o->buf, '\t');
    if (msdx_bare_state(o, e)) return;
    if (e->country && (strcmp(e->country, "UNO") == 0 || strcmp(e->country, "IGO") == 0))
        msdx_buf_adds(o->buf, "International Government Organization,Global");
    else if (e->country && strcmp(e->country, "EUR") == 0)
        msdx_buf_adds(o->buf, "International Government Organization,Regional Diplomatic IGOs,Regional");
    else if (e->country && strcmp(e->country, "NGO") == 0)
        msdx_buf_adds(o->buf, "Nongovernmental Organization (International)");
    else if (e->country && strcmp(e->country, "MNC") == 0)
        msdx_buf_adds(o->buf, "Multinational Corporation");
    else if (s)
        msdx_buf_adds(o->buf, s->list);
    for (size_t i = 0; s && i < e->sectors.n; i++) {
        const struct sector *more = sector_of(e->sectors.item[i]);
        if (more && more != s) msdx_buf_addf(o->buf, ",%s", more->list);
    }
}

/* Name, sectors, country. */
static void put_party(const msdx_out *o, const msd_entity *e)
{
    if (!e) {
        msdx_tabs(o->buf, 3);
        return;
    }
    const char *country = country_of(o, e->country);
    put_name(o, e, country);
    put_sectors(o, e);
    msdx_next_of(o->buf, country);
}

/* City, District, Province, Country, Latitude, Longitude. */
static void put_place(const msdx_out *o)
{
    const msd_where *w = &o->c->where;
    if (!w->present) {
        msdx_tabs(o->buf, 6);
        return;
    }
    const char *name = w->name ? w->name : w->text;
    msdx_next_of(o->buf, w->precision <= MSD_PLACE_CITY ? name : NULL);
    msdx_next_of(o->buf, NULL);
    msdx_next_of(o->buf, w->precision == MSD_PLACE_ADMIN1 ? name : w->admin1);
    msdx_next_of(o->buf, country_of(o, w->country));
    msdx_buf_addc(o->buf, '\t');
    if (w->has_point) msdx_cell_num(o->buf, 'g', 6, w->latitude);
    msdx_buf_addc(o->buf, '\t');
    if (w->has_point) msdx_cell_num(o->buf, 'g', 6, w->longitude);
}

static void put_pair(const msdx_out *o, const msdx_couple *p)
{
    char code[8];
    msdx_code_info info = {0};
    msdx_cameo_code(o, "icews", code);
    const char *text = msdx_icews_name(code);
    if (!text && msdx_know_code(o->x->about.know, o->c->cameo, &info)) text = info.name;
    msdx_buf_addf(o->buf, "%llu\t%s", (unsigned long long)p->id, o->date);
    put_party(o, p->actor);
    msdx_next_of(o->buf, text);
    msdx_buf_addf(o->buf, "\t%s\t", code);
    msdx_cell_num(o->buf, 'g', 6, o->c->goldstein);
    put_party(o, p->recipient);
    msdx_next_of(o->buf, o->doc->id);
    msdx_buf_addf(o->buf, "\t%d", o->c->sentence + 1);
    msdx_next_of(o->buf, o->doc->publisher);
    put_place(o);
    msdx_buf_addc(o->buf, '\n');
}

static void row(const msdx_out *o)
{
    msdx_couples(o, put_pair);
}

const msdx_export_form msdx_export_icews = {"icews", head, row, NULL, false};
