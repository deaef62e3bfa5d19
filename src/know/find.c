/* find.c: lookups in opened knowledge. Nothing here can fail, and nothing is
 * checked that open has checked. */
#include <stddef.h>
#include <stdio.h>

#include "base/hash.h"
#include "know/know_impl.h"

#if defined(__GNUC__)
#define MSDX_PREFETCH(p) __builtin_prefetch(p)
#else
#define MSDX_PREFETCH(p) ((void)(p))
#endif

static uint64_t hash_of(msdx_str phrase)
{
    return msdx_murmur64a(phrase.p, phrase.n, 1);
}

static bool has_tag(const msdx_lexicon *lex, uint64_t hash)
{
    size_t bit = msdx_tag_at(lex, (uint32_t)(hash >> 32));
    return lex->tag[bit / 64] >> bit % 64 & 1;
}

static const uint32_t *find_hashed(const msdx_know *know, msdx_space space, msdx_str phrase, uint64_t hash)
{
    const msdx_lexicon *lex = &know->lexicon[space];
    uint32_t tag = (uint32_t)(hash >> 32);
    if (!has_tag(lex, hash)) return NULL;
    for (size_t at = hash & (lex->n_slot - 1); lex->slot[2 * at + 1]; at = (at + 1) & (lex->n_slot - 1)) {
        if (lex->slot[2 * at] != tag) continue;
        const uint32_t *row = lex->phrase + 5 * (size_t)(lex->slot[2 * at + 1] - 1);
        if (row[1] == phrase.n && memcmp(know->pool + row[0], phrase.p, phrase.n) == 0) return row;
    }
    return NULL;
}

static const uint32_t *find_row(const msdx_know *know, msdx_space space, msdx_str phrase)
{
    return phrase.n ? find_hashed(know, space, phrase, hash_of(phrase)) : NULL;
}

const msdx_sense *msdx_know_find(const msdx_know *know, msdx_space space, msdx_str phrase, size_t *n)
{
    const uint32_t *row = find_row(know, space, phrase);
    *n = row ? row[3] : 0;
    return *n ? know->lexicon[space].sense + row[2] : NULL;
}

static msdx_alone alone_of(const msdx_lexicon *lex, const uint32_t *row)
{
    return row ? (msdx_alone){row[3] ? lex->sense + row[2] : NULL, row[3], row[4]} : (msdx_alone){0};
}

msdx_alone msdx_know_alone(const msdx_know *know, msdx_space space, msdx_str phrase)
{
    return alone_of(&know->lexicon[space], find_row(know, space, phrase));
}

/* The tables are larger than the caches. One after another, each phrase would wait for its slot, then its row, then its
 * letters; so all wait together, three times. */
void msdx_know_alone_many(const msdx_know *know, msdx_space space, const msdx_str *phrase, size_t n, msdx_alone *out)
{
    const msdx_lexicon *lex = &know->lexicon[space];
    uint64_t hash[MSDX_KNOW_MANY];
    for (size_t i = 0; i < n; i++) {
        hash[i] = hash_of(phrase[i]);
        if (has_tag(lex, hash[i])) MSDX_PREFETCH(&lex->slot[2 * (hash[i] & (lex->n_slot - 1))]);
    }
    for (int step = 0; step < 2; step++)
        for (size_t i = 0; i < n; i++) {
            const uint32_t *slot = &lex->slot[2 * (hash[i] & (lex->n_slot - 1))];
            if (!slot[1] || slot[0] != (uint32_t)(hash[i] >> 32)) continue; /* none, or further on */
            const uint32_t *row = lex->phrase + 5 * (size_t)(slot[1] - 1);
            if (step == 0)
                MSDX_PREFETCH(row);
            else
                MSDX_PREFETCH(know->pool + row[0]);
        }
    for (size_t i = 0; i < n; i++) out[i] = alone_of(lex, find_hashed(know, space, phrase[i], hash[i]));
}

uint32_t msdx_know_max_words(const msdx_know *know, msdx_space space, msdx_str first_word)
{
    const uint32_t *row = find_row(know, space, first_word);
    return row ? row[4] : 0;
}

bool msdx_know_phrase(const msdx_know *know, msdx_space space, size_t i, msdx_str *phrase, const msdx_sense **sense,
                      size_t *n_sense)
{
    const msdx_lexicon *lex = &know->lexicon[space];
    if (i >= lex->n_phrase) return false;
    const uint32_t *row = lex->phrase + 5 * i;
    *phrase = (msdx_str){know->pool + row[0], row[1]};
    *sense = lex->sense + row[2];
    *n_sense = row[3];
    return true;
}

const char *msdx_know_version(const msdx_know *know)
{
    return know->version;
}

/* ---- records ---- */

const msdx_actor *msdx_know_actor(const msdx_know *know, uint32_t index)
{
    return index < know->n[MSDX_TABLE_ACTOR] ? &msdx_actor_at(know, index)->actor : NULL;
}

const msdx_agent *msdx_know_agent(const msdx_know *know, uint32_t index)
{
    return index < know->n[MSDX_TABLE_AGENT] ? &know->agent[index] : NULL;
}

const msdx_place *msdx_know_place(const msdx_know *know, uint32_t index)
{
    return index < know->n[MSDX_TABLE_PLACE] ? msdx_late_at(&know->place, index) : NULL;
}

const msdx_frame *msdx_know_frame(const msdx_know *know, uint32_t index)
{
    return index < know->n[MSDX_TABLE_FRAME] ? msdx_frame_at(know, index) : NULL;
}

void msdx_know_frame_soon(const msdx_know *know, uint32_t index)
{
    if (index >= know->n[MSDX_TABLE_FRAME]) return;
    const char *record = know->frame.record + (size_t)index * know->frame.size;
    MSDX_PREFETCH(record);
    MSDX_PREFETCH(record + offsetof(msdx_frame, cond));
}

const msdx_class *msdx_know_class(const msdx_know *know, uint32_t index)
{
    return index < know->n[MSDX_TABLE_CLASS] ? &know->class_[index] : NULL;
}

size_t msdx_know_n_example(const msdx_know *know)
{
    return know->n[MSDX_TABLE_EXAMPLE];
}

const msdx_example *msdx_know_example(const msdx_know *know, size_t i)
{
    return i < know->n[MSDX_TABLE_EXAMPLE] ? msdx_example_at(know, (uint32_t)i) : NULL;
}

/* ---- how much there is ---- */

static void count_lexicon(const msdx_know *know, msdx_know_stats *st)
{
    for (int space = 0; space < MSDX_N_SPACE; space++) {
        const msdx_lexicon *lex = &know->lexicon[space];
        for (size_t i = 0; i < lex->n_phrase; i++) st->n_phrase += lex->phrase[5 * i + 3] > 0;
        for (size_t i = 0; i < lex->n_sense; i++) st->n_agent_word += lex->sense[i].kind == MSDX_SENSE_AGENT;
    }
}

void msdx_know_count(const msdx_know *know, msdx_know_stats *st)
{
    *st = (msdx_know_stats){0};
    st->n_actor = know->n[MSDX_TABLE_ACTOR];
    st->n_agent = know->n[MSDX_TABLE_AGENT];
    st->n_place = know->n[MSDX_TABLE_PLACE];
    st->n_frame = know->n[MSDX_TABLE_FRAME];
    st->n_class = know->n[MSDX_TABLE_CLASS];
    st->n_code = know->n[MSDX_TABLE_CODE];
    st->n_mode = know->n[MSDX_TABLE_MODE];
    for (uint32_t i = 0; i < st->n_actor; i++) {
        const msdx_actor_rec *rec = msdx_actor_at(know, i);
        st->n_role += (uint32_t)rec->actor.n_role;
        st->n_general += rec->is_general;
    }
    for (uint32_t i = 0; i < know->n[MSDX_TABLE_EXAMPLE]; i++) {
        msdx_example_kind kind = msdx_example_at(know, i)->kind;
        st->n_example += kind == MSDX_EXAMPLE;
        st->n_counter += kind == MSDX_COUNTER;
        st->n_nothing += kind == MSDX_NOTHING;
        st->n_apart += kind == MSDX_APART;
    }
    st->n_gazetteer = (uint32_t)know->gaz.n_place;
    st->n_gazetteer_name = (uint32_t)know->gaz.n_name;
    count_lexicon(know, st);
}

/* The first of this country, or NULL. */
static const msdx_of_country *of_country(const msdx_of_country *list, size_t n, const char *country)
{
    size_t low = 0, high = n;
    if (!country) return NULL;
    while (low < high) { /* the first that is not less */
        size_t mid = low + (high - low) / 2;
        if (strcmp(list[mid].country, country) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < n && strcmp(list[low].country, country) == 0 ? &list[low] : NULL;
}

const msdx_actor *msdx_know_state(const msdx_know *know, const char *country)
{
    const msdx_of_country *found = of_country(know->state, know->n_state, country);
    return found ? msdx_know_actor(know, found->index) : NULL;
}

const msdx_place *msdx_know_country(const msdx_know *know, const char *country)
{
    const msdx_of_country *found = of_country(know->land, know->n_land, country);
    return found ? msdx_know_place(know, found->index) : NULL;
}

/* ---- codes ---- */

bool msdx_know_event(const msdx_know *know, const char *event, const char *mode, msdx_event_info *out)
{
    msdx_system system = mode ? MSDX_SYSTEM_MODE : MSDX_SYSTEM_EVENT;
    const msdx_term *t = know->term[system];
    for (uint32_t i = 0; i < know->n[system]; i++, t++) {
        if (strcmp(mode ? t->event : t->id, event) != 0 || (mode && strcmp(t->id, mode) != 0)) continue;
        *out = (msdx_event_info){t->quad, t->cameo, t->intensity, t->goldstein};
        return true;
    }
    return false;
}

static const msdx_term *code_term(const msdx_know *know, const char *cameo)
{
    size_t low = 0, high = know->n[MSDX_SYSTEM_CODE];
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const msdx_term *t = &know->term[MSDX_SYSTEM_CODE][mid];
        int d = strcmp(t->id, cameo);
        if (d == 0) return t;
        if (d < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

bool msdx_know_code(const msdx_know *know, const char *cameo, msdx_code_info *out)
{
    const msdx_term *t = code_term(know, cameo);
    if (t) *out = (msdx_code_info){t->name, t->event, t->mode, t->goldstein};
    return t != NULL;
}

static bool stands_on(const msdx_term *t, const char *list)
{
    for (size_t i = 0; i < t->variants.n; i++)
        if (strcmp(t->variants.item[i], list) == 0) return true;
    return t->variants.n == 0;
}

const char *msdx_know_code_on(const msdx_know *know, const char *cameo, const char *list)
{
    const msdx_term *t = code_term(know, cameo);
    char above[5];
    while (t && !stands_on(t, list)) {
        size_t n = strlen(t->id);
        memcpy(above, t->id, n + 1);
        if (n == 4)
            above[3] = 0;
        else if (n == 3 && above[2] != '0')
            above[2] = '0';
        else
            return NULL;
        t = code_term(know, above);
    }
    return t ? t->id : NULL;
}

const char *msdx_know_code_by_word(const msdx_know *know, const char *cameo, msdx_str lemma)
{
    char above[3] = {0};
    for (uint32_t i = 0; i < know->n[MSDX_SYSTEM_CODE]; i++) {
        const msdx_term *t = &know->term[MSDX_SYSTEM_CODE][i];
        if (!t->instead || strcmp(t->instead, cameo) != 0) continue;
        memcpy(above, t->id, 2);
        const msdx_term *root = code_term(know, above);
        for (size_t k = 0; root && k < root->words.n; k++)
            if (msdx_str_is(lemma, root->words.item[k])) return t->id;
    }
    return cameo;
}

/* How much of `content` the term speaks of, in digits; 0: it does not. */
static size_t about(const msdx_term *t, const char *content)
{
    size_t most = 0;
    for (size_t i = 0; i < t->of.n; i++) {
        size_t n = strlen(t->of.item[i]);
        if (n > most && strncmp(t->of.item[i], content, n) == 0) most = n;
    }
    return most;
}

const char *msdx_know_code_about(const msdx_know *know, const char *cameo, const char *content)
{
    size_t n = strlen(cameo), most = 0;
    bool is_root = n == 2 || (n == 3 && cameo[2] == '0');
    const char *best = cameo;
    for (uint32_t i = 0; n >= 2 && i < know->n[MSDX_SYSTEM_CODE]; i++) {
        const msdx_term *t = &know->term[MSDX_SYSTEM_CODE][i];
        if (!t->of.n || strncmp(t->id, cameo, is_root ? 2 : n) != 0) continue;
        size_t digits = about(t, content);
        if (digits > most) most = digits, best = t->id;
    }
    return best;
}

const char *msdx_know_code_content(const msdx_know *know, const char *cameo)
{
    for (uint32_t i = 0; i < know->n[MSDX_SYSTEM_CODE]; i++) {
        const msdx_term *t = &know->term[MSDX_SYSTEM_CODE][i];
        if (strcmp(t->id, cameo) == 0) return t->of.n ? t->of.item[0] : NULL;
    }
    return NULL;
}

static const char *cameo_sector(const msdx_know *know, const char *sector)
{
    const msdx_term *t = know->term[MSDX_SYSTEM_SECTOR];
    for (uint32_t i = 0; sector && i < know->n[MSDX_SYSTEM_SECTOR]; i++, t++)
        if (strcmp(t->id, sector) == 0) return t->cameo ? t->cameo : "";
    return "";
}

/* CAMEO writes the United Nations IGOUNO and the European Union IGOEUREEC (CAMEO codebook 1.1b3, chapter 3). */
static const char *cameo_country(const char *country)
{
    if (!country) return "";
    if (strcmp(country, "UNO") == 0) return "IGOUNO";
    if (strcmp(country, "EUR") == 0) return "IGOEUREEC";
    return country;
}

void msdx_know_actor_code(const msdx_know *know, const char *country, const char *sector, char out[16])
{
    snprintf(out, 16, "%s%s", cameo_country(country), cameo_sector(know, sector));
}
