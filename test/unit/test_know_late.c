/* test_know_late.c: records that are decoded when they are first asked for: the same for all who ask, without memory
 * being asked for, and counted by nobody's order. */
#include <pthread.h>

#include "base/arena.h"
#include "know/late.h"
#include "test.h"

/* A record: a number, and a list of strings; on the wire the number, the list's length, offsets into the pool. */
typedef struct record {
    uint32_t number;
    msd_strings words;
} record;

enum { N = 1000, N_THREAD = 4 };
static const char pool[] = "\0one\0two\0three";
static const uint32_t word_at[] = {1, 5, 9};
static uint32_t wire[N * 5];
static size_t n_wire;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static msdx_late late;

static void get(msdx_cursor *cur, void *out)
{
    record *r = out;
    r->number = msdx_get_below(cur, 1000000);
    r->words = msdx_get_strings(cur);
}

static void make_wire(void)
{
    n_wire = 0;
    for (uint32_t i = 0; i < N; i++) {
        wire[n_wire++] = i * 7;
        wire[n_wire++] = i % 4;
        for (uint32_t k = 0; k < i % 4; k++) wire[n_wire++] = word_at[k];
    }
}

static msd_status open_wire(size_t n_word, uint32_t n, msdx_late_see_fn *see, void *ctx)
{
    msdx_cursor words = {.p = wire, .n = n_word, .pool = pool, .n_pool = sizeof pool};
    return msdx_late_open(&late, &words, n, sizeof(record), get, see, ctx, &lock);
}

static bool right(uint32_t i)
{
    const record *r = msdx_late_at(&late, i);
    bool ok = r->number == i * 7 && r->words.n == i % 4;
    for (uint32_t k = 0; ok && k < i % 4; k++) ok = r->words.item[k] == pool + word_at[k];
    return ok;
}

static void see(void *ctx, uint32_t i, const void *p)
{
    const record *r = p;
    uint64_t *sum = ctx;
    *sum += r->number == i * 7 ? r->words.n : 1000000;
}

static void test_know_late__gives_what_it_was_opened_over(void)
{
    uint64_t sum = 0;
    make_wire();
    CHECK_INT(open_wire(n_wire, N, see, &sum), MSD_OK);
    CHECK_INT(sum, N / 4 * (1 + 2 + 3));
    size_t before = msdx_n_alloc();
    CHECK(right(N - 1)); /* the last block is not full */
    CHECK(right(0));
    const void *p = msdx_late_at(&late, 17);
    for (uint32_t i = 0; i < N; i++) CHECK(right(i));
    CHECK(p == msdx_late_at(&late, 17));
    CHECK_INT(msdx_n_alloc(), before);
    msdx_late_clear(&late);
    CHECK_INT(open_wire(0, 0, NULL, NULL), MSD_OK);
    msdx_late_clear(&late);
}

static void test_know_late__refuses_damage_at_once(void)
{
    make_wire();
    CHECK_INT(open_wire(n_wire - 1, N, NULL, NULL), MSD_EFORMAT);
    msdx_late_clear(&late);
    CHECK_INT(open_wire(n_wire, N - 1, NULL, NULL), MSD_EFORMAT);
    msdx_late_clear(&late);
    CHECK_INT(open_wire(1, 2, NULL, NULL), MSD_EFORMAT);
    msdx_late_clear(&late);
    wire[n_wire - 1] = sizeof pool; /* the last record's last word */
    CHECK_INT(open_wire(n_wire, N, NULL, NULL), MSD_EFORMAT);
    msdx_late_clear(&late);
}

static void test_know_late__survives_lack_of_memory(void)
{
    make_wire();
    for (size_t n = 0;; n++) {
        msdx_fail_after(n);
        msd_status st = open_wire(n_wire, N, NULL, NULL);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        msdx_late_clear(&late);
        CHECK_INT(st, hit ? MSD_ENOMEM : MSD_OK);
        if (!hit) break;
    }
}

static void *ask(void *ok)
{
    for (uint32_t i = 0; i < N; i++)
        if (!right(i * 37 % N)) *(bool *)ok = false;
    return NULL;
}

static void test_know_late__may_be_asked_by_many(void)
{
    pthread_t thread[N_THREAD];
    bool ok[N_THREAD];
    make_wire();
    CHECK_INT(open_wire(n_wire, N, NULL, NULL), MSD_OK);
    for (int i = 0; i < N_THREAD; i++) {
        ok[i] = true;
        CHECK_INT(pthread_create(&thread[i], NULL, ask, &ok[i]), 0);
    }
    for (int i = 0; i < N_THREAD; i++) {
        pthread_join(thread[i], NULL);
        CHECK(ok[i]);
    }
    msdx_late_clear(&late);
}

int main(void)
{
    RUN(test_know_late__gives_what_it_was_opened_over);
    RUN(test_know_late__refuses_damage_at_once);
    RUN(test_know_late__survives_lack_of_memory);
    RUN(test_know_late__may_be_asked_by_many);
    return test_end();
}
