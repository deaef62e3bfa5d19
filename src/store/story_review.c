/* story_review.c: what people said belongs together, over what the rules made of it. Their last word holds. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "store/store_impl.h"

struct named {
    const char *uid;
    uint32_t claim;
};

struct reviewing {
    struct named *at; /* claims by id */
    uint32_t *group;
    size_t n;
};

static int by_uid(const void *x, const void *y)
{
    return strcmp(((const struct named *)x)->uid, ((const struct named *)y)->uid);
}

/* The place of that claim; UINT32_MAX: it does not hold. */
static uint32_t find(const struct reviewing *r, const char *uid)
{
    const struct named key = {.uid = uid}, *found = uid && r->n ? bsearch(&key, r->at, r->n, sizeof key, by_uid) : NULL;
    return found ? found->claim : UINT32_MAX;
}

static void rename_group(struct reviewing *r, uint32_t from, uint32_t to)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->group[i] == from) r->group[i] = to;
}

/* It becomes a group of its own. A group that was called by it is called by another of its claims. */
static void leave(struct reviewing *r, uint32_t claim)
{
    uint32_t other = 0;
    if (r->group[claim] == claim) {
        while (other < r->n && (other == claim || r->group[other] != claim)) other++;
        if (other < r->n) rename_group(r, claim, other);
    }
    r->group[claim] = claim;
}

static void merge_or_split(struct reviewing *r, bool merge, uint32_t claim, const json_t *with)
{
    if (!merge) leave(r, claim);
    for (size_t i = 0; i < json_array_size(with); i++) {
        uint32_t other = find(r, json_string_value(json_array_get(with, i)));
        if (other == UINT32_MAX || other == claim) continue;
        if (!merge) leave(r, other);
        rename_group(r, r->group[other], r->group[claim]);
    }
}

static msd_status take_review(void *ctx, msdx_sql_stmt *row, msd_error *err)
{
    struct reviewing *r = ctx;
    msdx_str uid = msdx_store_text(row, 0), text = msdx_store_text(row, 2);
    json_t *change = json_loadb(text.p, text.n, 0, NULL);
    char name[64];
    (void)err;
    snprintf(name, sizeof name, "%.*s", (int)(uid.n < 63 ? uid.n : 63), uid.p);
    uint32_t claim = find(r, name);
    if (change && claim != UINT32_MAX)
        merge_or_split(r, msdx_str_is(msdx_store_text(row, 1), "merge"), claim, json_object_get(change, "with"));
    json_decref(change);
    return MSD_OK;
}

msd_status msdx_story_review(msdx_store *store, const char *const *uid, size_t n, uint32_t *group, msd_error *err)
{
    struct reviewing r = {.at = msdx_calloc(n + 1, sizeof *r.at), .group = group, .n = n};
    if (!r.at) return msdx_err_nomem(err);
    for (uint32_t i = 0; i < n; i++) r.at[i] = (struct named){uid[i], i};
    if (n) qsort(r.at, n, sizeof *r.at, by_uid);
    msd_status st =
        msdx_store_rows(store, "SELECT claim, kind, change FROM review WHERE kind IN ('merge', 'split') ORDER BY id",
                        NULL, 0, take_review, &r, err);
    msdx_free(r.at);
    return st;
}
