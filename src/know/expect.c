#include "know/expect.h"

#include <utf8proc.h>

static const char *const part_word[MSDX_N_EXPECT_PART] = {"actor", "recipient", "by", "hedge", "cameo", "told"};

static const char unknown_part[] = "after ';' stands actor, recipient, by, hedge, cameo or told, and who or what";

static bool cut_at(msdx_str s, const char *stop, msdx_str *before, msdx_str *after)
{
    size_t n = strlen(stop);
    for (size_t i = 0; i + n <= s.n; i++) {
        if (memcmp(s.p + i, stop, n) != 0) continue;
        *before = msdx_str_trim((msdx_str){s.p, i});
        *after = msdx_str_trim((msdx_str){s.p + i + n, s.n - i - n});
        return true;
    }
    *before = msdx_str_trim(s);
    *after = (msdx_str){NULL, 0};
    return false;
}

static const char *parse_part(msdx_str s, msdx_expect *out)
{
    msdx_str word, rest;
    if (!cut_at(s, " ", &word, &rest) || !rest.n) return unknown_part;
    if (out->n_part == MSDX_EXPECT_PARTS) return "too many parts";
    for (uint32_t i = 0; i < MSDX_N_EXPECT_PART; i++) {
        if (!msdx_str_is(word, part_word[i])) continue;
        out->part[out->n_part].kind = (msdx_expect_part_kind)i;
        msdx_str must = {NULL, 0};
        if (rest.p[rest.n - 1] == ']' && cut_at((msdx_str){rest.p, rest.n - 1}, "[", &word, &must)) rest = word;
        out->part[out->n_part].must = must;
        out->part[out->n_part++].words = rest;
        return NULL;
    }
    return unknown_part;
}

static const char *parse_head(msdx_str s, msdx_expect *out)
{
    msdx_str code, status;
    if (!cut_at(s, " ", &code, &status) || !status.n)
        return "an expectation begins with EVENT STATUS or EVENT-mode STATUS";
    (void)cut_at(code, "-", &out->event, &out->mode);
    for (uint32_t i = 0; i < MSD_N_CLAIM_STATUS; i++) {
        if (!msdx_str_is(status, msd_claim_status_name((msd_claim_status)i))) continue;
        out->status = (msd_claim_status)i;
        return NULL;
    }
    return "the status is none of: actual historical planned considered threatened requested possible conditional "
           "attempted negated denied";
}

bool msdx_expect_next(msdx_str *rest, msdx_expect *out, const char **why)
{
    *out = (msdx_expect){0};
    *why = NULL;
    if (!rest->p) return false;
    msdx_str one, part;
    (void)cut_at(*rest, "=>", &one, rest);
    (void)cut_at(one, ";", &part, &one);
    *why = parse_head(part, out);
    while (!*why && one.p) {
        (void)cut_at(one, ";", &part, &one);
        *why = parse_part(part, out);
    }
    return true;
}

/* ---- against claims ---- */

static int32_t next_folded(msdx_str s, size_t *at)
{
    size_t used;
    int32_t cp = msdx_utf8_get(s.p + *at, s.n - *at, &used);
    *at += used;
    if (cp == 0x2019 || cp == 0x2018) return '\'';
    return cp < 0 ? cp : utf8proc_tolower(cp);
}

static bool is_word_cp(int32_t cp)
{
    if (cp < 0) return false;
    utf8proc_category_t cat = utf8proc_category(cp);
    return (cat >= UTF8PROC_CATEGORY_LU && cat <= UTF8PROC_CATEGORY_LO) || cat == UTF8PROC_CATEGORY_ND;
}

/* Do the words stand at text[at..), ending at a word's edge? */
static bool stands_at(msdx_str words, msdx_str text, size_t at)
{
    size_t i = 0;
    int32_t last = 0;
    while (i < words.n) {
        if (at >= text.n) return false;
        last = next_folded(words, &i);
        if (last != next_folded(text, &at)) return false;
    }
    return at >= text.n || !is_word_cp(last) || !is_word_cp(next_folded(text, &at));
}

bool msdx_words_within(msdx_str words, msdx_str text)
{
    int32_t before = ' ';
    if (words.n == 0) return true;
    for (size_t at = 0; at < text.n; before = next_folded(text, &at))
        if (!is_word_cp(before) && stands_at(words, text, at)) return true;
    return false;
}

static bool mention_is(msdx_str words, const char *text)
{
    if (!text) return false;
    msdx_str mention = msdx_str_of(text);
    return mention.n && (msdx_words_within(words, mention) || msdx_words_within(mention, words));
}

static bool word_is(msdx_str word, const char *value)
{
    return msdx_str_is(word, value ? value : "-");
}

/* Country, sector and via, as far as they are asked for; a dash is for none of the first two. */
static bool entity_must(msdx_str must, const msd_entity *e)
{
    for (msdx_str word; must.n;) {
        (void)cut_at(must, " ", &word, &must);
        bool dash = msdx_str_is(word, "-");
        if (dash ? e->country && e->sector
                 : !word_is(word, e->country) && !word_is(word, e->sector) && !word_is(word, msd_via_name(e->via)))
            return false;
    }
    return true;
}

static bool any_entity(msdx_str words, msdx_str must, const msd_entity *entity, size_t n)
{
    if (msdx_str_is(words, "none")) return n == 0;
    for (size_t i = 0; i < n; i++)
        if ((mention_is(words, entity[i].text) ||
             (entity[i].via == MSD_VIA_PRONOUN && mention_is(words, entity[i].name))) &&
            entity_must(must, &entity[i]))
            return true;
    return false;
}

static bool any_source(msdx_str words, const msd_claim *claim)
{
    if (msdx_str_is(words, "none")) return claim->n_attribution == 0;
    for (size_t i = 0; i < claim->n_attribution; i++)
        if (mention_is(words, claim->attribution[i].who.text)) return true;
    return false;
}

/* Of a mutual act all parties are actors: a recipient asked for may stand there, beside another. */
static bool any_recipient(msdx_str words, msdx_str must, const msd_claim *claim)
{
    if (any_entity(words, must, claim->recipients, claim->n_recipient)) return true;
    return claim->n_recipient == 0 && claim->n_actor > 1 && any_entity(words, must, claim->actors, claim->n_actor);
}

static bool told_times(msdx_str words, size_t n)
{
    return words.n == 1 && words.p[0] >= '1' && words.p[0] <= '9' && (size_t)(words.p[0] - '0') == n;
}

static bool part_holds(msdx_expect_part_kind kind, msdx_str words, msdx_str must, const msd_claim *claim)
{
    switch (kind) {
    case MSDX_EXPECT_ACTOR: return any_entity(words, must, claim->actors, claim->n_actor);
    case MSDX_EXPECT_RECIPIENT: return any_recipient(words, must, claim);
    case MSDX_EXPECT_BY: return any_source(words, claim);
    case MSDX_EXPECT_HEDGE: return msdx_str_is(words, msd_hedge_name(claim->hedge));
    case MSDX_EXPECT_TOLD: return told_times(words, claim->n_mention + 1);
    case MSDX_EXPECT_CAMEO: return claim->cameo && msdx_str_is(words, claim->cameo);
    default: return false;
    }
}

bool msdx_expect_holds(const msdx_expect *expect, const msd_claim *claim)
{
    if (!msdx_str_is(expect->event, claim->event) || expect->status != claim->status) return false;
    if (expect->mode.p && (!claim->mode || !msdx_str_is(expect->mode, claim->mode))) return false;
    for (uint32_t i = 0; i < expect->n_part; i++)
        if (!part_holds(expect->part[i].kind, expect->part[i].words, expect->part[i].must, claim)) return false;
    return true;
}
