/* The rules of stories in parts give what they give in one piece, however the documents are parted. */
#include "store/story_part.h"
#include "test.h"

enum { N = 90, PER = 3, N_CLAIM = N * PER };

static msd_error err;

/* ---- documents ---- */

struct made {
    char id[N][16], title[N][64], text[N][600], line[N_CLAIM][700];
};

static const char *const topic[] = {
    "border clash convoy Halvia Norrland ridge mortar", "dock strike wages harbour union Tessaly crane",
    "summit treaty envoy Kestrel bay ferry accord", "vote recount tribunal Marwick ballot governor",
    "flood relief grain airlift Ostrava camp shelter"};
static const char *const event[] = {"ASSAULT", "PROTEST", "CONSULT", "ACCUSE", "AID"};
static const char *const country[] = {"ECU", "PER", "COL", "BRA"};

static void make(struct made *m)
{
    unsigned seed = 7;
    for (int i = 0; i < N; i++) {
        int about = i % 5, day = 1 + i / 5 % 9;
        snprintf(m->id[i], sizeof m->id[i], "doc%03d", (i * 37) % N);
        snprintf(m->title[i], sizeof m->title[i], i % 4 ? "%.20s" : "%.0s", topic[about]);
        snprintf(m->text[i], sizeof m->text[i], "News of the day. The %s of %s, place%d, place%d and witness%d.",
                 topic[about], event[about], i % 11, i % 7, i % 3);
        if (i == 4) m->text[i][0] = 0;
        for (int k = 0; k < PER; k++) {
            seed = seed * 1103515245u + 12345u;
            const char *a = country[seed >> 16 & 3], *b = country[seed >> 18 & 3];
            snprintf(
                m->line[i * PER + k], sizeof m->line[0],
                "{\"id\":\"%08x%08x%08x%08x\",\"doc\":{\"date\":\"2021-03-%02d\"},\"sentence\":{\"index\":%d,"
                "\"text\":\"The %s near place%d, witness%d said\"},\"trigger\":{\"lemma\":\"%s\"},\"event\":\"%s\","
                "\"when\":{\"start\":%s,\"end\":null},\"where\":%s,\"actors\":[{\"country\":\"%s\",\"sector\":"
                "\"GOV\",\"entity\":null,\"name\":\"x\"}],\"recipients\":[{\"country\":null,\"entity\":\"%s\"}]}",
                seed, (unsigned)i, (unsigned)k, 9u, day, k, topic[about], i % 11, i % 3, k ? "hit" : "strike",
                event[about], k == 1 ? "\"2021-03-02\"" : "null", k == 2 ? "{\"name\":\"Loja\"}" : "null", a, b);
        }
    }
}

/* ---- in one piece ---- */

static void whole(const struct made *m, uint8_t (*id)[MSDX_STORY_ID], uint32_t *group)
{
    static msdx_story_text text[N];
    static msdx_story_claim claim[N_CLAIM];
    static msdx_story_item item[N_CLAIM];
    static char key[N_CLAIM][33];
    msdx_arena arena = MSDX_ARENA_INIT;
    msdx_story_words *words;
    for (int i = 0; i < N; i++)
        text[i] = (msdx_story_text){m->id[i], msdx_str_of(m->title[i]), msdx_str_of(m->text[i])};
    CHECK_INT(msdx_story_words_new(&words, text, N, &err), MSD_OK);
    for (int i = 0; i < N_CLAIM; i++) {
        msd_status st =
            msdx_story_claim_read(&claim[i], words, msdx_str_of(m->line[i]), text[i / PER].body.n > 0, &arena, &err);
        CHECK_INT(st, MSD_OK);
        item[i] = claim[i].item;
        item[i].text = (uint32_t)(i / PER);
        for (int k = 0; k < MSDX_STORY_ID; k++) snprintf(key[i] + 2 * k, 3, "%02x", claim[i].id[k]);
        item[i].key = key[i];
        memcpy(id[i], claim[i].id, MSDX_STORY_ID);
    }
    CHECK_INT(msdx_story_events(item, N_CLAIM, words, group, &err), MSD_OK);
    msdx_story_words_free(words);
    msdx_arena_clear(&arena);
}

/* ---- in parts ---- */

struct column {
    msdx_buf byte, at;
};

static void add_i32(msdx_buf *b, size_t v)
{
    msdx_buf_add(b, &(int32_t){(int32_t)v}, 4);
}

static void add(struct column *c, const char *s)
{
    if (c->at.n == 0) add_i32(&c->at, 0);
    msdx_buf_adds(&c->byte, s);
    add_i32(&c->at, c->byte.n);
}

static msd_column view(const struct column *c)
{
    return (msd_column){c->byte.p, (const int32_t *)(const void *)c->at.p, c->at.n ? c->at.n / 4 - 1 : 0};
}

struct batch {
    struct column id, title, text, claim;
    msdx_buf claim_at;
    msd_story_docs docs;
};

/* The documents that fall into one of so many batches, back to front in every other. */
static void make_batch(struct batch *b, const struct made *m, int part, int n_part)
{
    *b = (struct batch){0};
    struct column *all[] = {&b->id, &b->title, &b->text, &b->claim};
    for (int i = 0; i < 4; i++) all[i]->byte = all[i]->at = (msdx_buf)MSDX_BUF_INIT(1 << 24);
    b->claim_at = (msdx_buf)MSDX_BUF_INIT(1 << 24);
    add_i32(&b->claim_at, 0);
    for (int k = 0; k < N; k++) {
        int i = n_part % 2 ? k : N - 1 - k;
        if (i * 7 % n_part != part) continue;
        add(&b->id, m->id[i]);
        add(&b->title, m->title[i]);
        add(&b->text, m->text[i]);
        for (int c = 0; c < PER; c++) add(&b->claim, m->line[i * PER + c]);
        add_i32(&b->claim_at, view(&b->claim).n);
    }
    b->docs = (msd_story_docs){view(&b->id), view(&b->title), view(&b->text), view(&b->claim),
                               (const int32_t *)(const void *)b->claim_at.p};
}

static void clear_batch(struct batch *b)
{
    struct column *all[] = {&b->id, &b->title, &b->text, &b->claim};
    for (int i = 0; i < 4; i++) msdx_buf_clear(&all[i]->byte), msdx_buf_clear(&all[i]->at);
    msdx_buf_clear(&b->claim_at);
}

/* Sums of counts: what a cluster's count by key does. */
struct sums {
    uint64_t word[8192];
    uint32_t in[8192];
    size_t n;
};

static void sum(struct sums *s, uint64_t word, uint32_t in)
{
    size_t i = 0;
    while (i < s->n && s->word[i] < word) i++;
    if (i == s->n || s->word[i] != word) {
        memmove(s->word + i + 1, s->word + i, (s->n - i) * sizeof *s->word);
        memmove(s->in + i + 1, s->in + i, (s->n - i) * sizeof *s->in);
        s->word[i] = word;
        s->in[i] = 0;
        s->n++;
    }
    s->in[i] += in;
}

struct row {
    int64_t key;
    int32_t day;
    uint8_t late;
    const char *part;
    int32_t n;
};

static int by_meeting(const void *x, const void *y)
{
    const struct row *a = x, *b = y;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->day < b->day ? -1 : a->day > b->day;
}

struct run {
    struct batch batch[8];
    int n_batch;
    struct sums words, telling;
    uint8_t brings[8192];
    msd_story_parts parts[8];
    struct row row[1 << 15];
    size_t n_row;
    msd_story_edges edges;
    uint8_t a[1 << 20], b[1 << 20];
    uint32_t like[1 << 16];
    size_t n_edge;
};

static msd_story_scale scale_of(const struct run *r)
{
    return (msd_story_scale){r->words.word, r->words.in, r->words.n, N};
}

static msd_status weigh(struct run *r)
{
    msd_bytes word, in;
    for (int i = 0; i < r->n_batch; i++) {
        MSD_TRY(msd_story_words(&r->batch[i].docs, &word, &in, &err));
        for (size_t k = 0; k < in.n / 4; k++) sum(&r->words, ((uint64_t *)word.byte)[k], ((uint32_t *)in.byte)[k]);
        msd_bytes_free(&word);
        msd_bytes_free(&in);
    }
    msd_story_scale scale = scale_of(r);
    for (int i = 0; i < r->n_batch; i++) {
        MSD_TRY(msd_story_telling(&scale, &r->batch[i].docs, &word, &in, &err));
        for (size_t k = 0; k < in.n / 4; k++) sum(&r->telling, ((uint32_t *)word.byte)[k], ((uint32_t *)in.byte)[k]);
        msd_bytes_free(&word);
        msd_bytes_free(&in);
    }
    for (size_t i = 0; i < r->telling.n; i++) r->brings[r->telling.word[i]] = msd_story_brings(r->telling.in[i]);
    return MSD_OK;
}

static void take_edges(struct run *r, const msd_story_edges *e)
{
    memcpy(r->a + 16 * r->n_edge, e->a.byte ? e->a.byte : "", e->a.n);
    memcpy(r->b + 16 * r->n_edge, e->b.byte ? e->b.byte : "", e->b.n);
    memcpy(r->like + r->n_edge, e->like.byte ? e->like.byte : "", e->like.n);
    r->n_edge += e->like.n / 4;
}

static void take_rows(struct run *r, const msd_story_parts *p)
{
    const int32_t *key_at = p->key_at.byte, *day = p->day.byte, *part_at = p->part_at.byte;
    for (size_t i = 0; i < p->day.n / 4; i++)
        for (int32_t k = key_at[i]; k < key_at[i + 1]; k++)
            for (int32_t d = 0; d <= (day[i] == MSD_STORY_TEXT ? 0 : MSD_STORY_DAYS); d++)
                r->row[r->n_row++] = (struct row){((int64_t *)p->key.byte)[k], day[i] - d, d > 0,
                                                  (char *)p->part.byte + part_at[i], part_at[i + 1] - part_at[i]};
    take_edges(r, &p->within);
}

static msd_status meet(struct run *r)
{
    static int64_t key[1 << 15];
    static int32_t day[1 << 15];
    static uint8_t late[1 << 15];
    struct column part = {MSDX_BUF_INIT(1 << 28), MSDX_BUF_INIT(1 << 24)};
    qsort(r->row, r->n_row, sizeof *r->row, by_meeting);
    add_i32(&part.at, 0);
    for (size_t i = 0; i < r->n_row; i++) {
        key[i] = r->row[i].key;
        day[i] = r->row[i].day;
        late[i] = r->row[i].late;
        msdx_buf_add(&part.byte, r->row[i].part, (size_t)r->row[i].n);
        add_i32(&part.at, part.byte.n);
    }
    msd_story_met met = {key, day, late, view(&part)};
    msd_status st = part.byte.failed || part.at.failed ? MSD_ENOMEM : msd_story_pairs(&met, &r->edges, &err);
    if (st == MSD_OK) take_edges(r, &r->edges);
    msdx_buf_clear(&part.byte);
    msdx_buf_clear(&part.at);
    return st;
}

static size_t fail_at = SIZE_MAX; /* which of the allocations after the batches are made */

static msd_status run(struct run *r, const struct made *m, int n_batch, msd_bytes *claim, msd_bytes *group)
{
    memset(r, 0, sizeof *r);
    r->n_batch = n_batch;
    *claim = *group = (msd_bytes){0};
    for (int i = 0; i < n_batch; i++) make_batch(&r->batch[i], m, i, n_batch);
    msdx_fail_after(fail_at);
    msd_status st = weigh(r);
    msd_story_scale scale = scale_of(r);
    for (int i = 0; st == MSD_OK && i < n_batch; i++) {
        st = msd_story_split(&scale, r->brings, &r->batch[i].docs, &r->parts[i], &err);
        if (st == MSD_OK) take_rows(r, &r->parts[i]);
    }
    if (st == MSD_OK) st = meet(r);
    if (st == MSD_OK) st = msd_story_group(r->a, r->b, r->like, r->n_edge, claim, group, &err);
    for (int i = 0; i < n_batch; i++) {
        msd_story_parts_free(&r->parts[i]);
        clear_batch(&r->batch[i]);
    }
    msd_story_edges_free(&r->edges);
    return st;
}

static struct made made;
static struct run one_run;

static int by_id(const void *x, const void *y)
{
    return memcmp(x, y, MSDX_STORY_ID);
}

static const uint8_t *group_of(const msd_bytes *claim, const msd_bytes *group, const uint8_t *id)
{
    const uint8_t *at = claim->n ? bsearch(id, claim->byte, claim->n / 16, 16, by_id) : NULL;
    return at ? (uint8_t *)group->byte + (at - (uint8_t *)claim->byte) : id;
}

static void test_story_parts__same_as_in_one_piece(void)
{
    static uint8_t id[N_CLAIM][MSDX_STORY_ID];
    static uint32_t expected[N_CLAIM];
    static const int parting[] = {1, 2, 5, 8};
    int alone = 0;
    make(&made);
    whole(&made, id, expected);
    for (int i = 0; i < N_CLAIM; i++) alone += expected[i] == (uint32_t)i;
    CHECK(alone > 20 && alone < N_CLAIM - 20); /* there is something to group, and something apart */
    for (int p = 0; p < 4; p++) {
        msd_bytes claim, group;
        int wrong = 0;
        CHECK_INT(run(&one_run, &made, parting[p], &claim, &group), MSD_OK);
        for (int i = 0; i < N_CLAIM; i++) wrong += memcmp(group_of(&claim, &group, id[i]), id[expected[i]], 16) != 0;
        CHECK_INT(wrong, 0);
        msd_bytes_free(&claim);
        msd_bytes_free(&group);
    }
}

/* Each component by itself gives the groups of all; and roots of roots are roots. */
static void test_story_parts__components_are_grouped_apart(void)
{
    msd_bytes claim, group, member, root, again, root2;
    int wrong = 0, n_root = 0;
    CHECK_INT(run(&one_run, &made, 3, &claim, &group), MSD_OK);
    struct run *r = &one_run;
    CHECK_INT(msd_story_roots(r->a, r->b, r->like, r->n_edge, &member, &root, &err), MSD_OK);
    CHECK_INT(msd_story_roots(member.byte, root.byte, NULL, member.n / 16, &again, &root2, &err), MSD_OK);
    CHECK_INT(again.n, member.n);
    CHECK(again.n && memcmp(root2.byte, root.byte, root.n) == 0);
    for (size_t i = 0; i < member.n / 16; i++) {
        const uint8_t *self = (uint8_t *)root.byte + 16 * i;
        if (memcmp(self, (uint8_t *)member.byte + 16 * i, 16) != 0) continue;
        static uint8_t a[1 << 20], b[1 << 20];
        static uint32_t like[1 << 16];
        size_t n = 0;
        for (size_t k = 0; k < r->n_edge; k++) {
            if (memcmp(group_of(&member, &root, r->a + 16 * k), self, 16) != 0 ||
                memcmp(group_of(&member, &root, r->b + 16 * k), self, 16) != 0)
                continue;
            memcpy(a + 16 * n, r->a + 16 * k, 16);
            memcpy(b + 16 * n, r->b + 16 * k, 16);
            like[n++] = r->like[k];
        }
        msd_bytes some, of;
        CHECK_INT(msd_story_group(a, b, like, n, &some, &of, &err), MSD_OK);
        for (size_t k = 0; k < some.n / 16; k++)
            wrong +=
                memcmp((uint8_t *)of.byte + 16 * k, group_of(&claim, &group, (uint8_t *)some.byte + 16 * k), 16) != 0;
        msd_bytes_free(&some);
        msd_bytes_free(&of);
        n_root++;
    }
    CHECK_INT(wrong, 0);
    CHECK(n_root > 1);
    msd_bytes *all[] = {&claim, &group, &member, &root, &again, &root2};
    for (int i = 0; i < 6; i++) msd_bytes_free(all[i]);
}

static void test_story_parts__refuses_what_is_no_claim(void)
{
    static struct made bad;
    static const char *const line[] = {"", "[1]", "{\"id\":\"12\"}", "{\"id\":\"zz\"", "{}"};
    for (int i = 0; i < 5; i++) {
        msd_bytes claim, group;
        bad = made;
        snprintf(bad.line[5], sizeof bad.line[5], "%s", line[i]);
        CHECK_INT(run(&one_run, &bad, 1, &claim, &group), MSD_EFORMAT);
        CHECK_INT(err.pos, 5);
    }
}

/* Bytes that travelled and arrived broken are refused, and nothing is read past their end. */
static void test_story_parts__refuses_broken_parts(void)
{
    msdx_arena arena = MSDX_ARENA_INIT;
    msdx_buf buf = MSDX_BUF_INIT(1 << 20);
    msdx_story_term term[] = {{3, .5f}, {9, .25f}};
    const char *party[] = {"ECU", "PER"};
    msdx_story_claim claim = {.kind = "hit", .vec = {term, 2}};
    claim.item = (msdx_story_item){.code = "AID", .word = "", .place = "Loja", .party = party, .n_party = 2};
    claim.item.vec = &claim.vec;
    msdx_story_part part = {
        .text = 5, .key = (uint32_t[]){3}, .n_key = 1, .vec = {term, 2}, .claim = &claim, .n_claim = 1};
    msdx_story_pack(&buf, &part, 0, 1);
    for (size_t n = 0; n <= buf.n; n++) {
        char *cut = malloc(n + 1); /* its end is the block's, so that a sanitizer sees a byte too far */
        memcpy(cut + 1, buf.p, n);
        CHECK_INT(msdx_story_unpack(&part, (msdx_str){cut + 1, n}, 1, &arena, &err), n == buf.n ? MSD_OK : MSD_EFORMAT);
        if (n == buf.n) CHECK_STR(part.claim[0].item.party[1], "PER");
        for (size_t k = 0; k < n; k++) {
            cut[1 + k] ^= (char)0x80; /* any answer, but no fault */
            if (msdx_story_unpack(&part, (msdx_str){cut + 1, n}, 1, &arena, &err) == MSD_OK) CHECK(part.n_claim <= n);
            cut[1 + k] ^= (char)0x80;
        }
        msdx_arena_reset(&arena);
        free(cut);
    }
    msdx_buf_clear(&buf);
    msdx_arena_clear(&arena);
}

static void test_story_parts__each_allocation_may_fail(void)
{
    for (size_t n = 0, step = 1;; n += step, step += n / 40) {
        msd_bytes claim, group;
        fail_at = n;
        msd_status st = run(&one_run, &made, 2, &claim, &group);
        bool hit = msdx_fail_hit();
        msdx_fail_after(fail_at = SIZE_MAX);
        CHECK_INT(st, hit ? MSD_ENOMEM : MSD_OK);
        msd_bytes_free(&claim);
        msd_bytes_free(&group);
        if (!hit) break;
    }
}

int main(void)
{
    RUN(test_story_parts__same_as_in_one_piece);
    RUN(test_story_parts__components_are_grouped_apart);
    RUN(test_story_parts__refuses_what_is_no_claim);
    RUN(test_story_parts__refuses_broken_parts);
    RUN(test_story_parts__each_allocation_may_fail);
    return test_end();
}
