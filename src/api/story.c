/* story.c: the rules of stories over columns of documents, rows and edges (store/story_part.h). */
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "store/story_part.h"

enum { CEILING = 0x7fffffff }; /* offsets are int32_t */

void msd_bytes_free(msd_bytes *bytes)
{
    if (!bytes) return;
    msdx_free(bytes->byte);
    *bytes = (msd_bytes){0};
}

void msd_story_edges_free(msd_story_edges *edges)
{
    if (!edges) return;
    msd_bytes_free(&edges->a);
    msd_bytes_free(&edges->b);
    msd_bytes_free(&edges->like);
}

void msd_story_parts_free(msd_story_parts *parts)
{
    if (!parts) return;
    msd_bytes_free(&parts->key);
    msd_bytes_free(&parts->key_at);
    msd_bytes_free(&parts->day);
    msd_bytes_free(&parts->part);
    msd_bytes_free(&parts->part_at);
    msd_story_edges_free(&parts->within);
}

void msd_story_id(const char *claim, char out[33])
{
    msdx_story_id(claim, out);
}

bool msd_story_brings(uint32_t in)
{
    return in >= 2 && in <= MSDX_STORY_COMMON;
}

static msdx_str at(const msd_column *c, size_t i)
{
    return (msdx_str){c->byte + c->at[i], (size_t)(c->at[i + 1] - c->at[i])};
}

static msdx_story_text text_at(const msd_story_docs *docs, size_t i)
{
    return (msdx_story_text){.key = "", .title = at(&docs->title, i), .body = at(&docs->text, i)};
}

/* A buffer becomes the caller's bytes. */
static msd_status take(msdx_buf *from, msd_bytes *to, msd_error *err)
{
    if (from->failed) {
        msdx_buf_clear(from);
        return msdx_err_nomem(err);
    }
    *to = (msd_bytes){from->p, from->n};
    *from = (msdx_buf){0};
    return MSD_OK;
}

/* ---- counts ---- */

static int by_number(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

/* Numbers in any order become each once, and how often; so wide, 4 or 8 bytes, do they come out. */
static msd_status count(msdx_buf *numbers, size_t wide, msd_bytes *word, msd_bytes *in, msd_error *err)
{
    msdx_buf words = MSDX_BUF_INIT(SIZE_MAX / 2), times = MSDX_BUF_INIT(SIZE_MAX / 2);
    size_t n = numbers->n / sizeof(uint64_t);
    uint64_t *v = (uint64_t *)(void *)numbers->p;
    if (numbers->failed) return msdx_err_nomem(err);
    if (n) qsort(v, n, sizeof *v, by_number);
    for (size_t i = 0, k; i < n; i = k) {
        for (k = i + 1; k < n && v[k] == v[i];) k++;
        uint32_t narrow = (uint32_t)v[i], often = (uint32_t)(k - i);
        msdx_buf_add(&words, wide == sizeof narrow ? (const void *)&narrow : &v[i], wide);
        msdx_buf_add(&times, &often, sizeof often);
    }
    msd_status st = take(&words, word, err);
    if (st == MSD_OK) st = take(&times, in, err);
    if (st != MSD_OK) msd_bytes_free(word);
    msdx_buf_clear(&times);
    return st;
}

msd_status msd_story_words(const msd_story_docs *docs, msd_bytes *word, msd_bytes *in, msd_error *err)
{
    msdx_buf all = MSDX_BUF_INIT(SIZE_MAX / 2);
    msd_status st = MSD_OK;
    *word = *in = (msd_bytes){0};
    for (size_t i = 0; st == MSD_OK && i < docs->text.n; i++) {
        msdx_story_text text = text_at(docs, i);
        uint64_t *term;
        size_t n;
        st = msdx_story_terms(&text, &term, &n, err);
        if (n) msdx_buf_add(&all, term, n * sizeof *term);
        msdx_free(term);
    }
    if (st == MSD_OK) st = count(&all, sizeof(uint64_t), word, in, err);
    msdx_buf_clear(&all);
    return st;
}

static msd_status open_scale(msdx_story_words **out, const msd_story_scale *scale, msd_error *err)
{
    return msdx_story_words_over(out, scale->n_document, scale->word, scale->in, scale->n_word, err);
}

msd_status msd_story_telling(const msd_story_scale *scale, const msd_story_docs *docs, msd_bytes *word, msd_bytes *in,
                             msd_error *err)
{
    msdx_buf all = MSDX_BUF_INIT(SIZE_MAX / 2);
    msdx_story_words *words;
    *word = *in = (msd_bytes){0};
    msd_status st = open_scale(&words, scale, err);
    for (size_t i = 0; st == MSD_OK && i < docs->text.n; i++) {
        msdx_story_text text = text_at(docs, i);
        uint32_t term[MSDX_STORY_TELLING];
        msdx_story_vec vec;
        size_t n = 0;
        st = msdx_story_words_text(words, &text, &vec, err);
        if (st == MSD_OK) st = msdx_story_telling(words, &vec, term, &n, err);
        for (size_t k = 0; k < n; k++) msdx_buf_add(&all, &(uint64_t){term[k]}, sizeof(uint64_t));
        msdx_story_vec_clear(&vec);
    }
    if (st == MSD_OK) st = count(&all, sizeof(uint32_t), word, in, err);
    msdx_buf_clear(&all);
    msdx_story_words_free(words);
    return st;
}

/* ---- edges ---- */

static msd_status give_edges(const msdx_story_pairs *pairs, msd_story_edges *out, msd_error *err)
{
    msdx_buf a = MSDX_BUF_INIT(SIZE_MAX / 2), b = a, like = a;
    for (size_t i = 0; i < pairs->n; i++) {
        const msdx_story_pair *p = &pairs->at[i];
        bool swap = memcmp(p->a, p->b, sizeof p->a) > 0;
        msdx_buf_add(&a, swap ? p->b : p->a, sizeof p->a);
        msdx_buf_add(&b, swap ? p->a : p->b, sizeof p->b);
        msdx_buf_add(&like, &p->like, sizeof p->like);
    }
    msd_status st = take(&a, &out->a, err);
    if (st == MSD_OK) st = take(&b, &out->b, err);
    if (st == MSD_OK) st = take(&like, &out->like, err);
    msdx_buf_clear(&b);
    msdx_buf_clear(&like);
    if (st != MSD_OK) msd_story_edges_free(out);
    return st;
}

/* ---- documents to rows ---- */

struct splitter {
    const msd_story_docs *docs;
    const uint8_t *brings;
    msdx_story_words *words;
    msdx_arena arena; /* of one document */
    msdx_buf key, key_at, day, part, part_at;
    msdx_story_pairs pairs;
};

static void add_i32(msdx_buf *b, size_t v)
{
    msdx_buf_add(b, &(int32_t){(int32_t)v}, sizeof(int32_t));
}

static void end_row(struct splitter *s, int32_t day)
{
    msdx_buf_add(&s->day, &day, sizeof day);
    add_i32(&s->key_at, s->key.n / sizeof(int64_t));
    add_i32(&s->part_at, s->part.n);
}

static int by_place(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

/* The words that bring this text to others, sorted. */
static msd_status find_keys(struct splitter *s, msdx_story_part *part, msd_error *err)
{
    uint32_t *key = MSDX_NEW(&s->arena, uint32_t, MSDX_STORY_TELLING);
    size_t n, kept = 0;
    if (!key) return msdx_err_nomem(err);
    MSD_TRY(msdx_story_telling(s->words, &part->vec, key, &n, err));
    for (size_t i = 0; i < n; i++)
        if (s->brings[key[i]]) key[kept++] = key[i];
    if (kept) qsort(key, kept, sizeof *key, by_place);
    part->key = key;
    part->n_key = kept;
    return MSD_OK;
}

static msd_status read_claims(struct splitter *s, size_t i, msdx_story_part *part, bool text_known, msd_error *err)
{
    size_t from = (size_t)s->docs->claim_at[i], to = (size_t)s->docs->claim_at[i + 1];
    part->claim = MSDX_NEW(&s->arena, msdx_story_claim, to - from);
    if (!part->claim) return msdx_err_nomem(err);
    for (; part->n_claim < to - from; part->n_claim++) {
        size_t n = from + part->n_claim;
        msd_status st = msdx_story_claim_read(&part->claim[part->n_claim], s->words, at(&s->docs->claim, n), text_known,
                                              &s->arena, err);
        if (err && st == MSD_EFORMAT) err->pos = n;
        if (st != MSD_OK) return st;
    }
    return MSD_OK;
}

/* A row for the text, and one for each claim that can be found by what it says. */
static msd_status put_rows(struct splitter *s, const msdx_story_part *part, msd_error *err)
{
    msdx_story_part alone = *part;
    for (size_t k = 0; k < part->n_key; k++) msdx_buf_add(&s->key, &(int64_t){part->key[k]}, sizeof(int64_t));
    msdx_story_pack(&s->part, part, 0, part->n_claim);
    end_row(s, MSD_STORY_TEXT);
    alone.n_key = 0;
    for (size_t k = 0; k < part->n_claim; k++) {
        uint64_t key;
        if (!msdx_story_party_key(&part->claim[k].item, &key)) continue;
        msdx_buf_add(&s->key, &key, sizeof key);
        msdx_story_pack(&s->part, &alone, k, k + 1);
        end_row(s, part->claim[k].item.day_from);
    }
    return msdx_story_pairs_within(part, &s->pairs, err);
}

static msd_status split_one(struct splitter *s, size_t i, msd_error *err)
{
    msdx_story_text text = text_at(s->docs, i);
    msdx_str id = at(&s->docs->id, i);
    msdx_story_part part = {.text = msdx_murmur64a(id.p, id.n, 5)};
    msd_status st = msdx_story_words_text(s->words, &text, &part.vec, err);
    if (st == MSD_OK) st = find_keys(s, &part, err);
    if (st == MSD_OK) st = read_claims(s, i, &part, text.body.n > 0, err);
    if (st == MSD_OK) st = put_rows(s, &part, err);
    msdx_story_vec_clear(&part.vec);
    msdx_arena_reset(&s->arena);
    return st;
}

static msd_status give_parts(struct splitter *s, msd_story_parts *out, msd_error *err)
{
    MSD_TRY(take(&s->key, &out->key, err));
    MSD_TRY(take(&s->key_at, &out->key_at, err));
    MSD_TRY(take(&s->day, &out->day, err));
    MSD_TRY(take(&s->part, &out->part, err));
    MSD_TRY(take(&s->part_at, &out->part_at, err));
    return give_edges(&s->pairs, &out->within, err);
}

msd_status msd_story_split(const msd_story_scale *scale, const uint8_t *brings, const msd_story_docs *docs,
                           msd_story_parts *out, msd_error *err)
{
    struct splitter s = {.docs = docs, .brings = brings};
    s.key = s.key_at = s.day = s.part = s.part_at = (msdx_buf)MSDX_BUF_INIT(CEILING);
    *out = (msd_story_parts){0};
    msd_status st = open_scale(&s.words, scale, err);
    add_i32(&s.key_at, 0);
    add_i32(&s.part_at, 0);
    for (size_t i = 0; st == MSD_OK && docs->claim_at && i < docs->text.n; i++)
        if (docs->claim_at[i] < docs->claim_at[i + 1]) st = split_one(&s, i, err);
    if (st == MSD_OK) st = give_parts(&s, out, err);
    if (st != MSD_OK) msd_story_parts_free(out);
    msdx_buf *buf[] = {&s.key, &s.key_at, &s.day, &s.part, &s.part_at};
    for (size_t i = 0; i < sizeof buf / sizeof *buf; i++) msdx_buf_clear(buf[i]);
    msdx_free(s.pairs.at);
    msdx_arena_clear(&s.arena);
    msdx_story_words_free(s.words);
    return st;
}

/* ---- rows to edges ---- */

static msd_status compare(const msdx_story_part *a, const msdx_story_part *b, int64_t key, int32_t day,
                          msdx_story_pairs *out, msd_error *err)
{
    if (day == MSD_STORY_TEXT) return msdx_story_pairs_of_texts(a, b, (uint32_t)key, out, err);
    return msdx_story_pairs_of_parties(a, b, out, err);
}

static msd_status compare_all(const msd_story_met *met, size_t from, size_t to, msdx_arena *arena,
                              msdx_story_pairs *out, msd_error *err)
{
    msdx_story_part *part = MSDX_NEW(arena, msdx_story_part, to - from);
    if (!part) return msdx_err_nomem(err);
    for (size_t i = from; i < to; i++)
        MSD_TRY(msdx_story_unpack(&part[i - from], at(&met->part, i), (uint32_t)i, arena, err));
    for (size_t i = from; i < to; i++)
        for (size_t k = i + 1; k < to; k++) {
            if (met->late[i] && met->late[k]) continue;
            MSD_TRY(compare(&part[i - from], &part[k - from], met->key[i], met->day[i], out, err));
        }
    return MSD_OK;
}

msd_status msd_story_pairs(const msd_story_met *met, msd_story_edges *out, msd_error *err)
{
    msdx_story_pairs pairs = {0};
    msdx_arena arena = MSDX_ARENA_INIT;
    msd_status st = MSD_OK;
    *out = (msd_story_edges){0};
    for (size_t i = 0, k; st == MSD_OK && i < met->part.n; i = k) {
        for (k = i + 1; k < met->part.n && met->key[k] == met->key[i] && met->day[k] == met->day[i];) k++;
        if (k - i > 1) st = compare_all(met, i, k, &arena, &pairs, err);
        msdx_arena_reset(&arena);
    }
    if (st == MSD_OK) st = give_edges(&pairs, out, err);
    msdx_free(pairs.at);
    msdx_arena_clear(&arena);
    return st;
}
