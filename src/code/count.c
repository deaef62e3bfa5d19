/* count.c: the numbers a text gives with an event: dead, injured, arrested,
 * displaced, participants. */
#include "code/code_impl.h"

int64_t msdx_number_at(const msdx_unit *u, int32_t t)
{
    static const struct {
        const char *word;
        int64_t n;
    } table[] = {{"a", -1},        {"one", 1},         {"two", 2},           {"three", 3},
                 {"four", 4},      {"five", 5},        {"six", 6},           {"seven", 7},
                 {"eight", 8},     {"nine", 9},        {"ten", 10},          {"eleven", 11},
                 {"twelve", 12},   {"thirteen", 13},   {"fourteen", 14},     {"fifteen", 15},
                 {"sixteen", 16},  {"seventeen", 17},  {"eighteen", 18},     {"nineteen", 19},
                 {"twenty", 20},   {"thirty", 30},     {"forty", 40},        {"fifty", 50},
                 {"sixty", 60},    {"seventy", 70},    {"eighty", 80},       {"ninety", 90},
                 {"hundred", 100}, {"thousand", 1000}, {"million", 1000000}, {"dozen", 12}};
    msdx_str w = u->tok[t].lower;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (msdx_str_is(w, table[i].word)) return table[i].n;
    int64_t n = 0;
    bool digit = false;
    for (size_t i = 0; i < w.n; i++) {
        if (w.p[i] == ',' && digit) continue;
        if (w.p[i] < '0' || w.p[i] > '9' || n > 100000000000LL) return -1;
        n = n * 10 + (w.p[i] - '0');
        digit = true;
    }
    return digit ? n : -1;
}

/* The number of a counted noun: '2,000 troops', 'two hundred people'; a noun that is itself a numeral. */
static int64_t number_of(const msdx_unit *u, int32_t t)
{
    int32_t num = u->tok[t].upos == MSDX_NUM ? t : msdx_child(u, t, MSDX_REL_NUMMOD);
    if (num < 0) return -1;
    int64_t n = msdx_number_at(u, num);
    MSDX_EACH_CHILD (u, num, k) {
        int64_t m = u->tok[k].upos == MSDX_NUM && k < num ? msdx_number_at(u, k) : -1;
        if (m > 0 && n >= 100 && m < n && n <= INT64_MAX / m) n *= m;
    }
    return n;
}

static bool lemma_in(const msdx_unit *u, int32_t t, const char *const *list)
{
    for (; *list; list++)
        if (msdx_tok_lemma_is(u, t, *list)) return true;
    return false;
}

static void count_verb(struct msdx_coder *c, int32_t v, msd_magnitude *out)
{
    static const char *const dead[] = {"kill",        "execute",  "behead",    "murder",
                                       "assassinate", "massacre", "slaughter", NULL};
    static const char *const hurt[] = {"wound", "injure", "hurt", NULL};
    static const char *const held[] = {"arrest", "detain", "imprison", "jail", NULL};
    static const char *const moved[] = {"displace", "evacuate", "uproot", NULL};
    const msdx_unit *u = c->u;
    if (!msdx_is_verb(u, v)) return;
    int32_t obj = msdx_object(c, v);
    int64_t n = obj >= 0 ? number_of(u, obj) : -1;
    if (msdx_tok_lemma_is(u, v, "die")) {
        int32_t s = msdx_subject(c, v);
        n = s >= 0 ? number_of(u, s) : -1;
        if (n >= 0 && out->dead < 0) out->dead = n;
    }
    if (n < 0) return;
    if (out->dead < 0 && lemma_in(u, v, dead)) out->dead = n;
    if (out->injured < 0 && lemma_in(u, v, hurt)) out->injured = n;
    if (out->arrested < 0 && lemma_in(u, v, held)) out->arrested = n;
    if (out->displaced < 0 && lemma_in(u, v, moved)) out->displaced = n;
}

void msdx_code_count(struct msdx_coder *c, const struct msdx_draft *d, msd_magnitude *out)
{
    const msdx_unit *u = c->u;
    *out = (msd_magnitude){-1, -1, -1, -1, -1};
    count_verb(c, d->trigger, out);
    MSDX_EACH_CHILD (u, d->trigger, k) {
        if (u->tok[k].rel != MSDX_REL_ADVCL && u->tok[k].rel != MSDX_REL_CONJ) continue;
        count_verb(c, k, out);
        MSDX_EACH_CHILD (u, k, kk)
            if (u->tok[kk].rel == MSDX_REL_CONJ) count_verb(c, kk, out);
    }
    int32_t g = u->tok[d->trigger].head; /* 'an attack killed three' */
    if (!msdx_is_verb(u, d->trigger) && g >= 0 && u->tok[d->trigger].rel != MSDX_REL_CONJ) count_verb(c, g, out);
    if (d->n_actor && strcmp(d->frame->event, "PROTEST") == 0) out->participants = number_of(u, d->actor[0]);
}
