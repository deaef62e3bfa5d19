/* find.c: lookups in opened knowledge. Nothing here can fail, and nothing is
 * checked that open has checked. */
#include <stdio.h>

#include "base/hash.h"
#include "know/know_impl.h"

static const uint32_t *find_row(const msdx_know *know, msdx_space space, msdx_str phrase)
{
    const msdx_lexicon *lex = &know->lexicon[space];
    if (phrase.n == 0) return NULL;
    uint64_t hash = msdx_murmur64a(phrase.p, phrase.n, 1);
    uint32_t tag = (uint32_t)(hash >> 32);
    for (size_t at = hash & (lex->n_slot - 1); lex->slot[2 * at + 1]; at = (at + 1) & (lex->n_slot - 1)) {
        if (lex->slot[2 * at] != tag) continue;
        const uint32_t *row = lex->phrase + 5 * (size_t)(lex->slot[2 * at + 1] - 1);
        if (row[1] == phrase.n && memcmp(know->pool + row[0], phrase.p, phrase.n) == 0) return row;
    }
    return NULL;
}

const msdx_sense *msdx_know_find(const msdx_know *know, msdx_space space, msdx_str phrase, size_t *n)
{
    const uint32_t *row = find_row(know, space, phrase);
    *n = row ? row[3] : 0;
    return *n ? know->lexicon[space].sense + row[2] : NULL;
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
    return index < know->n[MSDX_TABLE_ACTOR] ? &know->actor[index].actor : NULL;
}

const msdx_agent *msdx_know_agent(const msdx_know *know, uint32_t index)
{
    return index < know->n[MSDX_TABLE_AGENT] ? &know->agent[index] : NULL;
}

const msdx_place *msdx_know_place(const msdx_know *know, uint32_t index)
{
    return index < know->n[MSDX_TABLE_PLACE] ? &know->place[index] : NULL;
}

const msdx_frame *msdx_know_frame(const msdx_know *know, uint32_t index)
{
    return index < know->n[MSDX_TABLE_FRAME] ? &know->frame[index] : NULL;
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
    return i < know->n[MSDX_TABLE_EXAMPLE] ? &know->example[i] : NULL;
}

void msdx_know_count(const msdx_know *know, msdx_know_stats *out)
{
    *out = know->stats;
}

const msdx_actor *msdx_know_state(const msdx_know *know, const char *country)
{
    size_t low = 0, high = know->n_state;
    if (!country) return NULL;
    while (low < high) { /* the first that is not less */
        size_t mid = low + (high - low) / 2;
        if (strcmp(know->state[mid]->country, country) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < know->n_state && strcmp(know->state[low]->country, country) == 0 ? know->state[low] : NULL;
}

/* ---- codes ---- */

bool msdx_know_event(const msdx_know *know, const char *event, const char *mode, msdx_event_info *out)
{
    const msdx_event_rec *rec = mode ? know->mode : know->event;
    uint32_t n = know->n[mode ? MSDX_TABLE_MODE : MSDX_TABLE_EVENT];
    for (uint32_t i = 0; i < n; i++) {
        if (strcmp(rec[i].event, event) != 0 || (mode && strcmp(rec[i].mode, mode) != 0)) continue;
        *out = rec[i].info;
        return true;
    }
    return false;
}

bool msdx_know_code(const msdx_know *know, const char *cameo, msdx_code_info *out)
{
    size_t low = 0, high = know->n[MSDX_TABLE_CODE];
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int d = strcmp(know->code[mid].code, cameo);
        if (d == 0) {
            *out = know->code[mid].info;
            return true;
        }
        if (d < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

static const char *cameo_sector(const msdx_know *know, const char *sector)
{
    for (uint32_t i = 0; sector && i < know->n[MSDX_TABLE_SECTOR]; i++)
        if (strcmp(know->sector[i].sector, sector) == 0) return know->sector[i].cameo ? know->sector[i].cameo : "";
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
