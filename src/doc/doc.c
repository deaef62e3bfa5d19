/* doc.c: names of the record's enumerations, and the few walks over a unit
 * that every stage needs. The words are those of `masudi schema` and of
 * Universal Dependencies v2 (https://universaldependencies.org/en/). */
#include "doc/doc.h"

#define N_OF(array) (sizeof(array) / sizeof(array)[0])

static const char *const rel_name[MSDX_N_REL] = {"",
#define REL_NAME(id, name) name,
                                                 MSDX_RELS(REL_NAME)
#undef REL_NAME
};

static const char *const upos_name[MSDX_N_UPOS] = {"",      "ADJ",  "ADP",  "ADV",  "AUX",  "CCONJ", "DET",
                                                   "INTJ",  "NOUN", "NUM",  "PART", "PRON", "PROPN", "PUNCT",
                                                   "SCONJ", "SYM",  "VERB", "X",    "SPACE"};

static size_t index_of(const char *const *name, size_t n, msdx_str want)
{
    for (size_t i = 1; i < n; i++)
        if (msdx_str_is(want, name[i])) return i;
    return 0;
}

const char *msdx_rel_name(msdx_rel rel)
{
    return (size_t)rel < N_OF(rel_name) ? rel_name[rel] : "";
}

msdx_rel msdx_rel_of(msdx_str name)
{
    return (msdx_rel)index_of(rel_name, N_OF(rel_name), name);
}

const char *msdx_upos_name(msdx_upos pos)
{
    return (size_t)pos < N_OF(upos_name) ? upos_name[pos] : "";
}

msdx_upos msdx_upos_of(msdx_str name)
{
    return (msdx_upos)index_of(upos_name, N_OF(upos_name), name);
}

/* ---- the contract's words ---- */

const char *msd_claim_status_name(msd_claim_status s)
{
    static const char *const name[MSD_N_CLAIM_STATUS] = {"actual",     "historical", "planned",  "considered",
                                                         "threatened", "requested",  "possible", "conditional",
                                                         "attempted",  "negated",    "denied"};
    return (size_t)s < N_OF(name) ? name[s] : "";
}

const char *msd_hedge_name(msd_hedge h)
{
    static const char *const name[MSD_N_HEDGE] = {"none", "reported", "alleged", "apparent", "suspected", "rumoured"};
    return (size_t)h < N_OF(name) ? name[h] : "";
}

const char *msd_via_name(msd_via v)
{
    static const char *const name[MSD_N_VIA] = {"name", "agent", "metonym", "pronoun", "nominal"};
    return (size_t)v < N_OF(name) ? name[v] : "";
}

const char *msd_source_kind_name(msd_source_kind k)
{
    static const char *const name[MSD_N_SOURCE_KIND] = {"quote", "statement", "document",
                                                        "media", "official",  "unnamed"};
    return (size_t)k < N_OF(name) ? name[k] : "";
}

const char *msd_link_kind_name(msd_link_kind k)
{
    static const char *const name[MSD_N_LINK_KIND] = {"content", "condition", "consequence",
                                                      "purpose", "cause",     "response"};
    return (size_t)k < N_OF(name) ? name[k] : "";
}

const char *msd_date_precision_name(msd_date_precision p)
{
    static const char *const name[] = {"unknown", "day", "week", "month", "year"};
    return (size_t)p < N_OF(name) ? name[p] : "";
}

const char *msd_place_precision_name(msd_place_precision p)
{
    static const char *const name[] = {"point", "city", "admin1", "country"};
    return (size_t)p < N_OF(name) ? name[p] : "";
}

/* ---- walks over a unit ---- */

msdx_str msdx_tok_text(const msdx_unit *u, int32_t tok)
{
    const msd_span *span = &u->tok[tok].span;
    return (msdx_str){u->text + span->start_byte, span->end_byte - span->start_byte};
}

/* Unicode White_Space outside ASCII that news holds: NEL, NBSP, the U+2000 block, ideographic space. */
static bool is_space_cp(int32_t cp)
{
    return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x85 || cp == 0xA0 || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x205F ||
           cp == 0x3000;
}

const char *msdx_unit_words(const msdx_unit *u, uint32_t start_byte, uint32_t end_byte)
{
    size_t n = end_byte > start_byte ? end_byte - start_byte : 0;
    char *out = MSDX_NEW(u->arena, char, n + 1);
    if (!out) return "";
    const char *p = u->text + start_byte;
    size_t n_out = 0, used = 0;
    bool gap = false;
    for (size_t i = 0; i < n; i += used) {
        int32_t cp = msdx_utf8_get(p + i, n - i, &used);
        if (is_space_cp(cp)) {
            gap = n_out > 0;
            continue;
        }
        if (gap) out[n_out++] = ' ';
        gap = false;
        memcpy(out + n_out, p + i, used);
        n_out += used;
    }
    return out;
}

msd_span msdx_unit_span(const msdx_unit *u, int32_t a, int32_t b)
{
    const msd_span *first = &u->tok[a].span, *last = &u->tok[b].span;
    return (msd_span){first->start_byte, last->end_byte, first->start_cp, last->end_cp};
}

void msdx_unit_link_children(msdx_unit *u)
{
    for (uint32_t i = 0; i < u->n_tok; i++) u->tok[i].first_child = u->tok[i].next_sib = -1;
    for (uint32_t i = u->n_tok; i-- > 0;) { /* from the right, so that pushing in front keeps the order */
        int32_t head = u->tok[i].head;
        if (head < 0) continue;
        u->tok[i].next_sib = u->tok[head].first_child;
        u->tok[head].first_child = (int32_t)i;
    }
}
