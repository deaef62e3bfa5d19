/* gdelt.c: GDELT 1.0 events (58 columns), GDELT 2.0 events (61) and mentions (16):
 * tab-separated, without a head. GDELT-Event Codebook 2.0 and the codebook of 1.0
 * (v1.03); what the files do beside what the codebooks say was read off real rows. */
#include <math.h>
#include <stdio.h>
#include <utf8proc.h>

#include "write/export_impl.h"

/* ---- when ---- */

/* The digits of a date and time: 8 or 14 of them, zeros where the text has none. */
static void digits_of(const char *s, unsigned n, char out[16])
{
    unsigned k = 0;
    for (; s && *s && k < n; s++) {
        if (*s >= '0' && *s <= '9') out[k++] = *s;
        if (*s == '.' || *s == 'Z' || *s == '+') break;
    }
    if (k < 8) k = 0;
    for (; k && k < n; k++) out[k] = '0';
    out[k] = 0;
}

/* GDELT adds what it finds in a quarter of an hour at once. */
void msdx_gdelt_added(const msd_doc *doc, const msd_claim *claim, unsigned n_digit, char out[16])
{
    digits_of(doc->date, n_digit, out);
    if (!*out) digits_of(claim->when.start, n_digit, out);
    if (strlen(out) < 14) return;
    int minute = (out[10] - '0') * 10 + out[11] - '0';
    memcpy(out + 10, minute < 15 ? "0000" : minute < 30 ? "1500" : minute < 45 ? "3000" : "4500", 4);
}

/* SQLDATE, MonthYear, Year, FractionDate. The fraction is GDELT's own: months of 30 days in a year of 365. */
static void put_date(const msdx_out *o)
{
    char d[16];
    unsigned year, month, day;
    digits_of(o->date, 8, d);
    if (!*d || sscanf(d, "%4u%2u%2u", &year, &month, &day) != 3) {
        msdx_tabs(o->buf, 4);
        return;
    }
    msdx_buf_addf(o->buf, "\t%s\t%.6s\t%.4s\t", d, d, d);
    msdx_cell_num(o->buf, 'f', 4, year + ((month - 1) * 30 + day) / 365.0);
}

/* ---- who ---- */

/* CAMEO's roles (codebook 1.1b3, chapter 3), as GDELT's Type columns take them. */
static bool is_type(const char *triple)
{
    static const char types[] = "GOV MIL COP SPY JUD LEG PTY OPP REB SEP INS UAF CRM CVL ELI EDU MED HLH REL BUS LAB "
                                "AGR REF SOC DEV ENV HRI MOD RAD AMN IRC GRP PKO IGO NGO NGM IMG INT MNC UIS SET ";
    for (const char *t = types; *t; t += 4)
        if (strncmp(t, triple, 3) == 0) return true;
    return false;
}

static void put_upper(msdx_buf *buf, msdx_str s)
{
    char out[4];
    for (size_t i = 0, used; i < s.n; i += used) {
        int32_t cp = msdx_utf8_get(s.p + i, s.n - i, &used);
        size_t n = msdx_utf8_put(utf8proc_toupper(cp), out);
        msdx_cell(buf, (msdx_str){out, n});
    }
}

/* The parts of an actor's code, by GDELT's columns. */
struct who {
    char country[4], group[4], ethnic[4], religion[2][4], type[3][4];
    unsigned n_religion, n_type;
};

static void take_people(struct who *w, const char *codes)
{
    for (; *codes; codes += 3) {
        bool faith = *codes >= 'A' && *codes <= 'Z';
        memcpy(faith ? w->religion[w->n_religion++] : w->ethnic, codes, 3);
    }
}

/* `people` has codes of its own, so that it is no civilian or cleric by name alone. */
static void take_code(const msdx_out *o, struct who *w, const msd_entity *e, const char *code, const char *people)
{
    size_t n = strlen(code), i = 0;
    if (n >= 3 && msdx_state_of(o, e->country)) {
        memcpy(w->country, code, 3);
        i = 3;
    }
    take_people(w, people);
    for (; i + 3 <= n; i += 3) {
        bool said = *people && (strncmp(code + i, "CVL", 3) == 0 || strncmp(code + i, "REL", 3) == 0);
        if (said) continue;
        if (is_type(code + i) && w->n_type < 3)
            memcpy(w->type[w->n_type++], code + i, 3);
        else if (strncmp(code + i, "EUR", 3) == 0 && !*w->country)
            memcpy(w->country, code + i, 3);
        else
            memcpy(w->group, code + i, 3);
    }
}

/* Code, Name, CountryCode, KnownGroupCode, EthnicCode, Religion1Code, Religion2Code, Type1Code to Type3Code. */
static void put_actor(const msdx_out *o, const msd_entity *e)
{
    char code[32];
    struct who w = {0};
    if (!e) {
        msdx_tabs(o->buf, 10);
        return;
    }
    const char *people = msdx_gdelt_people(e->entity);
    msdx_cameo_actor(o, e, code);
    take_code(o, &w, e, code, people);
    if (*people)
        msdx_buf_addf(o->buf, "\t%s%s%s%s%s%s", w.country, people, w.group, w.type[0], w.type[1], w.type[2]);
    else
        msdx_next_of(o->buf, code);
    msdx_buf_addc(o->buf, '\t');
    put_upper(o->buf, msdx_entity_label(o->u, e));
    msdx_buf_addf(o->buf, "\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s", w.country, w.group, w.ethnic, w.religion[0],
                  w.religion[1], w.type[0], w.type[1], w.type[2]);
}

/* ---- where ---- */

/* First-level codes that are the same in FIPS 10-4 and in the post: the United States. */
static const char *us_state(const char *name)
{
    static const char *const states[][2] = {
        {"Alabama", "AL"},         {"Alaska", "AK"},        {"Arizona", "AZ"},
        {"Arkansas", "AR"},        {"California", "CA"},    {"Colorado", "CO"},
        {"Connecticut", "CT"},     {"Delaware", "DE"},      {"Florida", "FL"},
        {"Georgia", "GA"},         {"Hawaii", "HI"},        {"Idaho", "ID"},
        {"Illinois", "IL"},        {"Indiana", "IN"},       {"Iowa", "IA"},
        {"Kansas", "KS"},          {"Kentucky", "KY"},      {"Louisiana", "LA"},
        {"Maine", "ME"},           {"Maryland", "MD"},      {"Massachusetts", "MA"},
        {"Michigan", "MI"},        {"Minnesota", "MN"},     {"Mississippi", "MS"},
        {"Missouri", "MO"},        {"Montana", "MT"},       {"Nebraska", "NE"},
        {"Nevada", "NV"},          {"New Hampshire", "NH"}, {"New Jersey", "NJ"},
        {"New Mexico", "NM"},      {"New York", "NY"},      {"North Carolina", "NC"},
        {"North Dakota", "ND"},    {"Ohio", "OH"},          {"Oklahoma", "OK"},
        {"Oregon", "OR"},          {"Pennsylvania", "PA"},  {"Rhode Island", "RI"},
        {"South Carolina", "SC"},  {"South Dakota", "SD"},  {"Tennessee", "TN"},
        {"Texas", "TX"},           {"Utah", "UT"},          {"Vermont", "VT"},
        {"Virginia", "VA"},        {"Washington", "WA"},    {"West Virginia", "WV"},
        {"Wisconsin", "WI"},       {"Wyoming", "WY"},       {"District of Columbia", "DC"},
        {"Washington, D.C.", "DC"}};
    for (size_t i = 0; name && i < sizeof states / sizeof *states; i++)
        if (strcmp(states[i][0], name) == 0) return states[i][1];
    return NULL;
}

/* 1 country, 2 state of the United States, 3 town there, 4 town elsewhere, 5 first-level region elsewhere. */
static int geo_type(const msd_where *w)
{
    bool us = w->country && strcmp(w->country, "USA") == 0;
    if (w->precision == MSD_PLACE_COUNTRY) return 1;
    if (w->precision == MSD_PLACE_ADMIN1) return us ? 2 : 5;
    return us ? 3 : 4;
}

/* "Dallas, Texas, United States" */
static void put_full_name(const msdx_out *o, const msd_where *w)
{
    const char *country = msdx_country_name(o, w->country);
    const char *name = w->precision == MSD_PLACE_COUNTRY && country ? country : w->name ? w->name : w->text;
    msdx_next_of(o->buf, name);
    if (w->precision == MSD_PLACE_COUNTRY) return;
    if (w->admin1 && w->precision != MSD_PLACE_ADMIN1) {
        msdx_buf_adds(o->buf, ", ");
        msdx_cell(o->buf, msdx_str_of(w->admin1));
    }
    if (!country) return;
    msdx_buf_adds(o->buf, ", ");
    msdx_cell(o->buf, msdx_str_of(country));
}

/* CountryCode (FIPS 10-4) and ADM1Code: a country's own code, a state's of the United States, else 00, GDELT's for a
 * region it does not know. */
static void put_geo_codes(const msdx_out *o, const msd_where *w)
{
    const msdx_actor *state = msdx_state_of(o, w->country);
    const char *fips = state && state->fips ? state->fips : "";
    const char *us = strcmp(fips, "US") == 0 ? us_state(w->precision == MSD_PLACE_ADMIN1 ? w->name : w->admin1) : NULL;
    const char *region = us ? us : w->precision == MSD_PLACE_COUNTRY || !*fips ? "" : "00";
    msdx_buf_addf(o->buf, "\t%s\t%s%s", fips, fips, region);
}

/* Type, Fullname, CountryCode, ADM1Code, (ADM2Code,) Lat, Long, FeatureID. */
static void put_geo(const msdx_out *o, const msd_where *w, bool v2)
{
    if (!w || !w->present) {
        msdx_buf_adds(o->buf, "\t0");
        msdx_tabs(o->buf, v2 ? 7 : 6);
        return;
    }
    const msdx_actor *state = msdx_state_of(o, w->country);
    msdx_buf_addf(o->buf, "\t%d", geo_type(w));
    put_full_name(o, w);
    put_geo_codes(o, w);
    msdx_tabs(o->buf, v2 ? 2 : 1);
    if (w->has_point) msdx_cell_num(o->buf, 'g', 6, w->latitude);
    msdx_buf_addc(o->buf, '\t');
    if (w->has_point) msdx_cell_num(o->buf, 'g', 6, w->longitude);
    msdx_next_of(o->buf, w->precision == MSD_PLACE_COUNTRY && state ? state->fips : "");
}

/* ---- what ---- */

/* GDELT's classes as its files have them: 09 counts as material cooperation and 14 as verbal conflict. */
static int quad_class(const char *code)
{
    int root = (code[0] - '0') * 10 + code[1] - '0';
    return root <= 5 ? 1 : root <= 9 ? 2 : root <= 14 ? 3 : 4;
}

/* IsRootEvent (told in the title or the first sentence) to AvgTone, which we do not measure. */
static void put_event(const msdx_out *o)
{
    char code[8];
    msdx_cameo_code(o, "1.1b3", code);
    msdx_buf_addf(o->buf, "\t%d\t%s\t%.3s\t%.2s\t%d\t", o->c->sentence <= 0, code, code, code, quad_class(code));
    msdx_cell_num(o->buf, 'f', 1, o->c->goldstein);
    msdx_buf_addf(o->buf, "\t%zu\t1\t1\t0", o->c->n_mention + 1);
}

static const char *source_url(const msdx_out *o)
{
    const msd_doc *d = o->doc;
    return d->url ? d->url : d->publisher ? d->publisher : d->id;
}

static void put_pair(const msdx_out *o, const msdx_couple *p, bool v2)
{
    char added[16];
    msdx_buf_addf(o->buf, "%llu", (unsigned long long)p->id);
    put_date(o);
    put_actor(o, p->actor);
    put_actor(o, p->recipient);
    put_event(o);
    put_geo(o, NULL, v2);
    put_geo(o, NULL, v2);
    put_geo(o, &o->c->where, v2);
    msdx_gdelt_added(o->doc, o->c, v2 ? 14 : 8, added);
    msdx_next_of(o->buf, added);
    msdx_next_of(o->buf, source_url(o));
    msdx_buf_addc(o->buf, '\n');
}

static void put_pair_1(const msdx_out *o, const msdx_couple *p)
{
    put_pair(o, p, false);
}

static void put_pair_2(const msdx_out *o, const msdx_couple *p)
{
    put_pair(o, p, true);
}

static void row_1(const msdx_out *o)
{
    msdx_couples(o, put_pair_1);
}

static void row_2(const msdx_out *o)
{
    msdx_couples(o, put_pair_2);
}

/* ---- mentions ---- */

/* "example.org" of "https://www.example.org/news". */
static msdx_str host_of(const char *url)
{
    const char *at = url ? strstr(url, "://") : NULL;
    if (!at) return MSDX_STR("");
    at += 3;
    if (strncmp(at, "www.", 4) == 0) at += 4;
    return (msdx_str){at, strcspn(at, "/:?#")};
}

/* Code points into the text; -1 where there is none, or it stands in the title. */
static int64_t offset_of(int32_t sentence, const msd_span *span, bool there)
{
    return there && sentence >= 0 ? (int64_t)span->start_cp : -1;
}

/* How sure, in tens of a hundred, 10 at least. */
static int percent(double confidence)
{
    int tens = (int)lround(confidence * 10);
    return tens < 1 ? 10 : tens > 10 ? 100 : tens * 10;
}

static void put_mention(const msdx_out *o, const msdx_couple *p, int32_t sentence, const msd_span *act, bool first)
{
    char added[16];
    const msd_doc *d = o->doc;
    msdx_str host = host_of(d->url);
    msdx_gdelt_added(o->doc, o->c, 14, added);
    msdx_buf_addf(o->buf, "%llu\t%s\t%s\t%d", (unsigned long long)p->id, added, added, host.n ? 1 : 2);
    msdx_next(o->buf, host.n ? host : msdx_str_of(d->publisher));
    msdx_next_of(o->buf, source_url(o));
    msdx_buf_addf(o->buf, "\t%d\t%lld\t%lld\t%lld\t1\t%d\t", sentence + 1,
                  (long long)offset_of(sentence, p->actor ? &p->actor->span : NULL, first && p->actor),
                  (long long)offset_of(sentence, p->recipient ? &p->recipient->span : NULL, first && p->recipient),
                  (long long)offset_of(sentence, act, true), percent(o->c->confidence));
    msdx_buf_addf(o->buf, "%zu\t0\t\t\n", msdx_utf8_count(d->body.text, d->body.n_byte));
}

static void put_mentions(const msdx_out *o, const msdx_couple *p)
{
    put_mention(o, p, o->c->sentence, &o->c->trigger, true);
    for (size_t i = 0; i < o->c->n_mention; i++)
        put_mention(o, p, o->c->mentions[i].sentence, &o->c->mentions[i].span, false);
}

static void row_mentions(const msdx_out *o)
{
    msdx_couples(o, put_mentions);
}

const msdx_export_form msdx_export_gdelt1 = {"gdelt1", NULL, row_1, NULL, false};
const msdx_export_form msdx_export_gdelt2 = {"gdelt2", NULL, row_2, NULL, false};
const msdx_export_form msdx_export_mentions = {"gdelt2-mentions", NULL, row_mentions, NULL, false};
