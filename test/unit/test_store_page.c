/* test_store_page.c: stretches of claims, joined, are all claims that pass, whichever way the store looks for them. */
#include "test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "store/store.h"
#include "store_doc.h"

enum { N_DOCUMENT = 4500, BURST = 500 };

static char path[300];
static msd_error err;

static bool fill(msdx_store *s)
{
    const msdx_store_run run = {.coder = "test", .model = "m", .knowledge = "k"};
    msdx_store_change change;
    CHECK_INT(msdx_store_set_run(s, &run, &err), MSD_OK);
    for (unsigned k = 0; k < N_DOCUMENT; k++) {
        if (k % BURST == 0) CHECK_INT(msdx_store_begin(s, &err), MSD_OK);
        msd_doc *doc = store_doc(k, 0, 2);
        /* One country is rare: it acts in the first documents alone. */
        if (doc && k < 3) ((msd_entity *)(uintptr_t)doc->claim[0].actors)[0].country = "FJI";
        bool ok = doc && msdx_store_put(s, doc, doc->n_claim, 0, &change, &err) == MSD_OK;
        msdx_doc_free(doc);
        if (!ok) return false;
        if (k % BURST == BURST - 1) CHECK_INT(msdx_store_commit(s, &err), MSD_OK);
    }
    return true;
}

static msd_status add_first(void *ctx, msdx_str line, msd_error *e)
{
    (void)e;
    msdx_buf_add(ctx, line.p, line.n < 48 ? line.n : 48); /* with the claim's id */
    return MSD_OK;
}

static void join(msdx_store *s, const msdx_filter *f, bool newest, uint64_t limit, msdx_buf *out)
{
    msdx_store_page page = {.limit = limit, .newest = newest, .more = true};
    msdx_buf_reset(out);
    for (int i = 0; page.more && i < N_DOCUMENT; i++) {
        CHECK_INT(msdx_store_query_page(s, f, &page, add_first, out, &err), MSD_OK);
        CHECK(page.n <= limit && (page.n == limit || !page.more));
        CHECK(!page.more || (page.document > 0 && page.place >= 0)); /* what a client gives back */
    }
}

/* The same 48 bytes for each claim, the other way round. */
static bool is_reverse(const msdx_buf *a, const msdx_buf *b)
{
    if (a->n != b->n) return false;
    for (size_t i = 0; i < a->n; i += 48)
        if (memcmp(a->p + i, b->p + b->n - 48 - i, 48) != 0) return false;
    return true;
}

static void check_filter(msdx_store *s, const msdx_filter *f, bool any)
{
    msdx_buf all = MSDX_BUF_INIT(1 << 26), joined = MSDX_BUF_INIT(1 << 26);
    CHECK_INT(msdx_store_query(s, f, 0, 0, add_first, &all, &err), MSD_OK);
    CHECK((all.n > 0) == any);
    static const uint64_t limit[] = {37, 1000, 20000};
    for (int i = 0; i < 3; i++) {
        join(s, f, false, limit[i], &joined);
        CHECK(joined.n == all.n && memcmp(joined.p ? joined.p : "", all.p ? all.p : "", all.n) == 0);
        join(s, f, true, limit[i], &joined);
        CHECK(is_reverse(&joined, &all));
    }
    msdx_buf_clear(&all);
    msdx_buf_clear(&joined);
}

static void test_page__stretches_join(void)
{
    static const char *const peru[] = {"PER"}, *const fiji[] = {"FJI"}, *const gov[] = {"GOV"},
                             *const chile[] = {"CHL"};
    static const char *const none[] = {"none"}, *const nobody[] = {"ZZZ"},
                             *const named[] = {"Government of BRA", "COL"};
    msdx_store *s;
    if (msdx_store_open(&s, path, MSDX_STORE_CREATE, &err) != MSD_OK) {
        CHECK(!"no store");
        return;
    }
    CHECK(fill(s));
    const struct {
        const char *const *country, *const *actor, *const *recipient, *const *attribution;
        bool any;
    } list[] = {{0, 0, 0, 0, true},       {peru, 0, 0, 0, true},      {fiji, 0, 0, 0, true},
                {nobody, 0, 0, 0, false}, {0, peru, chile, 0, true},  {0, gov, 0, 0, true},
                {0, 0, none, 0, true},    {0, fiji, 0, none, true},   {peru, named, 0, 0, true},
                {0, peru, 0, peru, true}, {fiji, 0, nobody, 0, false}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        msdx_filter f = {0};
        size_t n_actor = list[i].actor == named ? 2 : 1;
        if (list[i].country) CHECK_INT(msdx_filter_country(&f, list[i].country, 1, &err), MSD_OK);
        if (list[i].actor) CHECK_INT(msdx_filter_actor(&f, list[i].actor, n_actor, &err), MSD_OK);
        if (list[i].recipient) CHECK_INT(msdx_filter_recipient(&f, list[i].recipient, 1, &err), MSD_OK);
        if (list[i].attribution) CHECK_INT(msdx_filter_attribution(&f, list[i].attribution, 1, &err), MSD_OK);
        check_filter(s, &f, list[i].any);
        msdx_filter_clear(&f);
    }
    msdx_store_close(s);
}

/* A stretch that ends where a look at the documents at hand does; one that begins past all of them. */
static void test_page__edges(void)
{
    static const char *const peru[] = {"PER"};
    msdx_store *s;
    msdx_filter f = {0};
    msdx_buf all = MSDX_BUF_INIT(1 << 26), joined = MSDX_BUF_INIT(1 << 26);
    if (msdx_store_open(&s, path, MSDX_STORE_READ, &err) != MSD_OK) {
        CHECK(!"no store");
        return;
    }
    CHECK_INT(msdx_filter_actor(&f, peru, 1, &err), MSD_OK);
    CHECK_INT(msdx_store_query(s, &f, 0, 0, add_first, &all, &err), MSD_OK);
    for (uint64_t limit = 798; limit <= 803; limit++) {
        join(s, &f, false, limit, &joined);
        CHECK(joined.n == all.n && memcmp(joined.p, all.p, all.n) == 0);
        join(s, &f, true, limit, &joined);
        CHECK(is_reverse(&joined, &all));
    }
    msdx_store_page past = {.limit = 3, .document = INT64_MAX};
    CHECK_INT(msdx_store_query_page(s, &f, &past, add_first, &joined, &err), MSD_OK);
    CHECK_INT(past.n, 0);
    msdx_filter_clear(&f);
    msdx_buf_clear(&all);
    msdx_buf_clear(&joined);
    msdx_store_close(s);
}

int main(void)
{
    char dir[256], sweep[300];
    snprintf(dir, sizeof dir, "%s/test_store_page.%d", MSD_BUILD_DIR, (int)getpid());
    CHECK(mkdir(dir, 0777) == 0);
    snprintf(path, sizeof path, "%s/s.db", dir);
    RUN(test_page__stretches_join);
    RUN(test_page__edges);
    snprintf(sweep, sizeof sweep, "rm -rf '%s'", dir);
    CHECK(system(sweep) == 0);
    return test_end();
}
