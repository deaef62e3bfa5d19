/* check.c: the checks and small writers that several kinds of entries share. */
#include <stdlib.h>

#include "know/compile_impl.h"

/* ISO 3166-1 alpha-3, with the user-assigned XKX (Kosovo), then states that are no more. */
static const char iso3[] =
    "ABWAFGAGOAIAALAALBANDAREARGARMASMATAATFATGAUSAUTAZEBDIBELBENBESBFABGDBGRBHRBHSBIHBLMBLRBLZBMUBOLBRABRBBRNBTNBVTBWA"
    "CAFCANCCKCHECHLCHNCIVCMRCODCOGCOKCOLCOMCPVCRICUBCUWCXRCYMCYPCZEDEUDJIDMADNKDOMDZAECUEGYERIESHESPESTETHFINFJIFLKFRA"
    "FROFSMGABGBRGEOGGYGHAGIBGINGLPGMBGNBGNQGRCGRDGRLGTMGUFGUMGUYHKGHMDHNDHRVHTIHUNIDNIMNINDIOTIRLIRNIRQISLISRITAJAMJEY"
    "JORJPNKAZKENKGZKHMKIRKNAKORKWTLAOLBNLBRLBYLCALIELKALSOLTULUXLVAMACMAFMARMCOMDAMDGMDVMEXMHLMKDMLIMLTMMRMNEMNGMNPMOZ"
    "MRTMSRMTQMUSMWIMYSMYTNAMNCLNERNFKNGANICNIUNLDNORNPLNRUNZLOMNPAKPANPCNPERPHLPLWPNGPOLPRIPRKPRTPRYPSEPYFQATREUROURUS"
    "RWASAUSDNSENSGPSGSSHNSJMSLBSLESLVSMRSOMSPMSRBSSDSTPSURSVKSVNSWESWZSXMSYCSYRTCATCDTGOTHATJKTKLTKMTLSTONTTOTUNTURTUV"
    "TWNTZAUGAUKRUMIURYUSAUZBVATVCTVENVGBVIRVNMVUTWLFWSMXKXYEMZAFZMBZWE"
    "CSKDDRSCGSUNVDRYMDYUG";

static const char *const non_state[] = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"};

bool msdx_is_country(msdx_str s)
{
    if (s.n != 3) return false;
    for (size_t i = 0; i + 3 < sizeof iso3; i += 3)
        if (memcmp(iso3 + i, s.p, 3) == 0) return true;
    return msdx_find_word(non_state, sizeof non_state / sizeof *non_state, s) < sizeof non_state / sizeof *non_state;
}

bool msdx_check_country(msdx_at at, msdx_str country)
{
    if (!country.p || msdx_is_country(country)) return true;
    msdx_problem(at.c, at.e->source, at.line,
                 "'%.*s' is no country: ISO 3166 alpha-3 (such as IRQ), or IGO UNO EUR NGO ISM IMG MNC",
                 MSDX_ARG(country));
    return false;
}

bool msdx_check_sector(msdx_at at, msdx_str sector)
{
    if (!sector.p || msdx_entry_find(at.c, MSDX_KIND_SECTOR, sector)) return true;
    msdx_problem(at.c, at.e->source, at.line, "'%.*s' is no sector of the ontology", MSDX_ARG(sector));
    return false;
}

uint32_t msdx_find_word(const char *const *list, uint32_t n, msdx_str word)
{
    for (uint32_t i = 0; i < n; i++)
        if (msdx_str_is(word, list[i])) return i;
    return n;
}

void msdx_put_opt(msdx_compile *c, const msdx_entry *e, msdx_buf *b, const char *key)
{
    msdx_put_str(b, &c->pool, msdx_field_value(c, e, key));
}

/* Lists are counted first, as their length stands in front. */
void msdx_put_sectors(msdx_compile *c, const msdx_entry *e, msdx_buf *b, const char *key)
{
    msdx_scratch_reset(c, &c->scratch2);
    uint32_t n = 0;
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, key));) {
        for (msdx_str rest = f->raw, v; f->raw.n && msdx_piece_next(&rest, '|', &v);) {
            if (!v.n || !msdx_check_sector((msdx_at){c, e, f->line}, v)) continue;
            msdx_put_str(&c->scratch2, &c->pool, v);
            n++;
        }
    }
    msdx_put_u32(b, n);
    msdx_buf_add(b, c->scratch2.p, c->scratch2.n);
}

bool msdx_number_of(msdx_str s, double *out)
{
    char text[64];
    if (s.n == 0 || s.n >= sizeof text) return false;
    memcpy(text, s.p, s.n);
    text[s.n] = 0;
    for (size_t i = 0; i < s.n; i++) /* strtod would take hexadecimal, "inf" and "nan" as well */
        if (!memchr("+-.0123456789", text[i], 13)) return false;
    char *end;
    *out = strtod(text, &end);
    return end == text + s.n;
}

double msdx_field_number(msdx_compile *c, const msdx_entry *e, const char *key, double low, double high,
                         double otherwise)
{
    msdx_str s = msdx_field_value(c, e, key);
    double v;
    if (!s.p) return otherwise;
    if (msdx_number_of(s, &v) && v >= low && v <= high) return v;
    msdx_problem(c, e->source, msdx_field_line(c, e, key), "%s '%.*s' is no number from %g to %g", key, MSDX_ARG(s),
                 low, high);
    return otherwise;
}

bool msdx_field_yes(msdx_compile *c, const msdx_entry *e, const char *key)
{
    msdx_str s = msdx_field_value(c, e, key);
    if (!s.p || msdx_str_is(s, "no")) return false;
    if (!msdx_str_is(s, "yes"))
        msdx_problem(c, e->source, msdx_field_line(c, e, key), "%s is 'yes' or 'no', not '%.*s'", key, MSDX_ARG(s));
    return true;
}

const char *msdx_rule_name(msdx_compile *c, const msdx_entry *e)
{
    const char *file = msdx_sources(c)[e->source].name, *slash = strrchr(file, '/');
    msdx_scratch_reset(c, &c->scratch);
    msdx_buf_adds(&c->scratch, slash ? slash + 1 : file);
    msdx_buf_addc(&c->scratch, ':');
    msdx_buf_add(&c->scratch, e->id.p, e->id.n);
    return msdx_buf_cstr(&c->scratch);
}

void msdx_put_phrases(msdx_compile *c, const msdx_entry *e, const char *key, msdx_space space, msdx_sense sense)
{
    for (const msdx_field *f = NULL; (f = msdx_field_next(c, e, f, key));)
        for (msdx_str rest = f->raw, v; f->raw.n && msdx_piece_next(&rest, '|', &v);)
            if (v.n) msdx_phrase_add(c, space, v, sense);
}
