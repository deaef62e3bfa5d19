/* story_item.c: what the rules compare of a claim, from what the claim says; the same wherever claims are kept. */
#include <stdio.h>

#include "base/hash.h"
#include "store/story.h"

enum { PARTIES = 16 };

/* Howard Hinnant, "chrono-compatible low-level date algorithms" */
int32_t msdx_story_day(const char *date)
{
    int v[10];
    for (int i = 0; i < 10; i++) {
        if (i == 4 || i == 7 ? date[i] != '-' : date[i] < '0' || date[i] > '9') return MSDX_STORY_NO_DAY;
        v[i] = date[i] - '0';
    }
    int y = v[0] * 1000 + v[1] * 100 + v[2] * 10 + v[3], m = v[5] * 10 + v[6], d = v[8] * 10 + v[9];
    y -= m <= 2;
    int era = y / 400, of_era = y % 400, of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void msdx_story_set_days(msdx_story_item *item, const char *from, const char *to)
{
    item->day_from = msdx_story_day(from);
    item->day_to = msdx_story_day(to);
    if (item->day_to == MSDX_STORY_NO_DAY || item->day_to < item->day_from) item->day_to = item->day_from;
}

void msdx_story_add_party(msdx_arena *arena, msdx_story_item *item, const char *country, const char *sector,
                          const char *name)
{
    char buf[64];
    if (strcmp(sector, "GOV") == 0) sector = "";
    snprintf(buf, sizeof buf, "%s%s", country, sector);
    if (*country) name = msdx_arena_strndup(arena, buf, strlen(buf));
    const char **party = (const char **)(uintptr_t)item->party;
    if (!party) item->party = party = MSDX_NEW(arena, const char *, PARTIES);
    if (arena->failed) return;
    uint32_t at = 0;
    if (!*name || item->n_party == PARTIES) return;
    while (at < item->n_party && strcmp(party[at], name) < 0) at++;
    if (at < item->n_party && strcmp(party[at], name) == 0) return;
    memmove(party + at + 1, party + at, (item->n_party - at) * sizeof *party);
    party[at] = name;
    item->n_party++;
}

void msdx_story_id(const char *claim, char out[33])
{
    char key[80];
    snprintf(key, sizeof key, "story %.64s", claim);
    msdx_hash_hex(key, strlen(key), out);
}
