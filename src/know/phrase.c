/* phrase.c: the lexicon's tables as they lie in the pack.
 *
 *   phrase.S  [n][5]  pool offset, bytes, first sense, n sense, most words of a phrase that begins with this one
 *   sense.S   [m][2]  msdx_sense
 *   slot.S    [k][2]  open addressing by MurmurHash64A of the phrase (seed 1): high half of the hash, phrase + 1
 *
 * k is a power of two with at least half of it free. A first word that is no
 * phrase itself stands there with no senses. */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/hash.h"
#include "know/compile_impl.h"

void msdx_know_normal(msdx_str in, msdx_space space, msdx_buf *out)
{
    size_t used = 1;
    bool gap = false;
    for (size_t i = 0; i < in.n; i += used) {
        int32_t cp = msdx_utf8_get(in.p + i, in.n - i, &used);
        if (cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0xA0) {
            gap = out->n > 0;
            continue;
        }
        char put[4];
        if (gap) msdx_buf_addc(out, ' ');
        gap = false;
        if (cp == 0x2019 || cp == 0x2018) cp = '\'';
        if (space != MSDX_SPACE_NAME && cp >= 0) cp = utf8proc_tolower(cp);
        if (cp < 0)
            msdx_buf_add(out, in.p + i, used);
        else
            msdx_buf_add(out, put, msdx_utf8_put(cp, put));
    }
}

static void add_one(msdx_compile *c, msdx_space space, msdx_str phrase, msdx_sense sense)
{
    msdx_buf *b = &c->phrase[space];
    msdx_str first = {phrase.p, 0};
    uint32_t n_word = 1;
    while (first.n < phrase.n && phrase.p[first.n] != ' ') first.n++;
    for (size_t i = 0; i < phrase.n; i++) n_word += phrase.p[i] == ' ';
    uint32_t seq = (uint32_t)(b->n / sizeof(msdx_phrase_item));
    msdx_phrase_item item[2] = {
        {msdx_pool_add(&c->pool, phrase), seq, sense},
        {msdx_pool_add(&c->pool, first), seq + 1, {0, 0, (uint16_t)(n_word > UINT16_MAX ? UINT16_MAX : n_word)}}};
    msdx_buf_add(b, item, sizeof item);
}

static bool is_letter_at(msdx_str s, size_t at, bool before)
{
    if (before) {
        if (at == 0) return false;
        at--;
        while (at > 0 && ((unsigned char)s.p[at] & 0xC0) == 0x80) at--;
    }
    if (at >= s.n) return false;
    size_t used;
    int32_t cp = msdx_utf8_get(s.p + at, s.n - at, &used);
    if (cp < 0) return false;
    utf8proc_category_t cat = utf8proc_category(cp);
    return cat >= UTF8PROC_CATEGORY_LU && cat <= UTF8PROC_CATEGORY_LO;
}

/* The phrase as the tokenizer may have cut it, words joined with spaces: hyphens as words of their own (all of them, or
 * only those between letters), 's and a final ' cut off. */
static void cut(msdx_str s, bool every_hyphen, msdx_buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        char ch = s.p[i];
        bool ends = i + 1 == s.n || s.p[i + 1] == ' ';
        bool inside = i > 0 && s.p[i - 1] != ' ' && !ends;
        if (ch == '-' && inside && (every_hyphen || (is_letter_at(s, i, true) && is_letter_at(s, i + 1, false)))) {
            msdx_buf_adds(out, " - ");
            continue;
        }
        bool possessive = ch == '\'' && i > 0 && s.p[i - 1] != ' ' &&
                          (ends || (s.p[i + 1] == 's' && (i + 2 == s.n || s.p[i + 2] == ' ')));
        if (possessive) msdx_buf_addc(out, ' ');
        msdx_buf_addc(out, ch);
    }
}

/* Arabic articles stand in either case: al-Nusra, Al-Nusra. The phrase with all of them in this one. */
static void put_articles(msdx_str s, bool upper, msdx_buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        char ch = s.p[i];
        bool article = (i == 0 || s.p[i - 1] == ' ') && i + 3 < s.n && memchr("aAeE", ch, 4) && s.p[i + 1] == 'l' &&
                       s.p[i + 2] == '-';
        if (article) ch = (char)(upper ? ch & ~0x20 : ch | 0x20);
        msdx_buf_addc(out, ch);
    }
}

/* Lee Teng-hui, Jean-Pierre, al-Haq as others write them: Lee Teng Hui, Jean Pierre, al Haq. */
static void put_open(msdx_str s, msdx_buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        bool open = s.p[i] == '-' && is_letter_at(s, i, true) && is_letter_at(s, i + 1, false);
        bool after = i > 0 && s.p[i - 1] == '-' && is_letter_at(s, i - 1, true);
        char ch = open ? ' ' : s.p[i];
        msdx_buf_addc(out, after && ch >= 'a' && ch <= 'z' ? (char)(ch & ~0x20) : ch);
    }
}

static void add_open(msdx_compile *c, msdx_str s, msdx_sense sense)
{
    msdx_buf open = MSDX_BUF_INIT((size_t)1 << 20);
    put_open(s, &open);
    if (open.failed)
        c->phrase[MSDX_SPACE_NAME].failed = true;
    else
        add_one(c, MSDX_SPACE_NAME, (msdx_str){open.p, open.n}, sense);
    msdx_buf_clear(&open);
}

/* The phrase, and as the tokenizer may cut it. */
static void add_cuts(msdx_compile *c, msdx_space space, msdx_str s, msdx_sense sense)
{
    add_one(c, space, s, sense);
    if (!memchr(s.p, '-', s.n) && !memchr(s.p, '\'', s.n)) return;
    /* Saint Louis is not Saint-Louis: the gazetteer has its own spellings of places. */
    if (space == MSDX_SPACE_NAME && sense.kind != MSDX_SENSE_PLACE) add_open(c, s, sense);
    msdx_buf *all_cut = &c->scratch2;
    msdx_scratch_reset(c, all_cut);
    cut(s, true, all_cut);
    msdx_str all = {all_cut->p, all_cut->n};
    if (all_cut->failed || msdx_str_eq(all, s)) return;
    add_one(c, space, all, sense);
    msdx_buf letters = MSDX_BUF_INIT((size_t)1 << 20);
    cut(s, false, &letters);
    msdx_str some = {letters.p, letters.n};
    if (!letters.failed && !msdx_str_eq(some, s) && !msdx_str_eq(some, all)) add_one(c, space, some, sense);
    if (letters.failed) c->phrase[space].failed = true;
    msdx_buf_clear(&letters);
}

void msdx_phrase_add(msdx_compile *c, msdx_space space, msdx_str phrase, msdx_sense sense)
{
    msdx_scratch_reset(c, &c->scratch);
    msdx_know_normal(phrase, space, &c->scratch);
    msdx_str s = {c->scratch.p, c->scratch.n};
    if (c->scratch.failed || s.n == 0) return;
    add_cuts(c, space, s, sense);
    if (space != MSDX_SPACE_NAME || !memchr(s.p, '-', s.n)) return;
    for (int upper = 0; upper < 2; upper++) {
        msdx_buf other = MSDX_BUF_INIT((size_t)1 << 20);
        put_articles(s, upper, &other);
        msdx_str turned = {other.p, other.n};
        if (!other.failed && !msdx_str_eq(turned, s)) add_cuts(c, space, turned, sense);
        if (other.failed) c->phrase[space].failed = true;
        msdx_buf_clear(&other);
    }
}

/* ---- into the pack ---- */

static int by_phrase(const void *a, const void *b)
{
    const msdx_phrase_item *x = a, *y = b;
    if (x->phrase != y->phrase) return x->phrase < y->phrase ? -1 : 1;
    return (x->seq > y->seq) - (x->seq < y->seq);
}

typedef struct tables {
    msdx_buf phrase, sense, slot;
    uint32_t n_phrase, n_sense;
} tables;

static bool same_sense(const msdx_sense *a, const msdx_sense *b)
{
    return a->index == b->index && a->kind == b->kind && a->sub == b->sub;
}

/* Items [i, n) that share the first one's phrase; gives how many. */
static size_t write_group(const msdx_compile *c, const msdx_phrase_item *item, size_t n, tables *t)
{
    size_t k = 0;
    uint32_t first = t->n_sense, max_word = 0;
    for (; k < n && item[k].phrase == item[0].phrase; k++) {
        const msdx_sense *s = &item[k].sense;
        if (s->kind == 0) {
            if (s->sub > max_word) max_word = s->sub;
            continue;
        }
        const msdx_sense *have = (const msdx_sense *)(const void *)t->sense.p;
        uint32_t j = first;
        while (j < t->n_sense && !same_sense(&have[j], s)) j++;
        if (j < t->n_sense) continue;
        msdx_buf_add(&t->sense, s, sizeof *s);
        if (t->sense.failed) return k + 1;
        t->n_sense++;
    }
    uint32_t row[5] = {item[0].phrase, (uint32_t)msdx_pool_get(&c->pool, item[0].phrase).n, first, t->n_sense - first,
                       max_word};
    msdx_buf_add(&t->phrase, row, sizeof row);
    t->n_phrase++;
    return k;
}

static void write_slots(const msdx_compile *c, tables *t)
{
    size_t n = 16;
    while (n < (size_t)t->n_phrase * 2) n *= 2;
    uint32_t *slot = msdx_calloc(n, 2 * sizeof *slot);
    if (!slot || t->phrase.failed) {
        t->slot.failed = true;
        msdx_free(slot);
        return;
    }
    const uint32_t *row = (const uint32_t *)(const void *)t->phrase.p;
    for (uint32_t i = 0; i < t->n_phrase; i++, row += 5) {
        uint64_t hash = msdx_murmur64a(c->pool.text.p + row[0], row[1], 1);
        size_t at = hash & (n - 1);
        while (slot[2 * at + 1]) at = (at + 1) & (n - 1);
        slot[2 * at] = (uint32_t)(hash >> 32);
        slot[2 * at + 1] = i + 1;
    }
    msdx_buf_add(&t->slot, slot, n * 2 * sizeof *slot);
    msdx_free(slot);
}

const char *const msdx_space_section[MSDX_N_SPACE][3] = {{"phrase.name", "sense.name", "slot.name"},
                                                         {"phrase.lemma", "sense.lemma", "slot.lemma"},
                                                         {"phrase.context", "sense.context", "slot.context"},
                                                         {"phrase.list", "sense.list", "slot.list"}};

void msdx_phrase_write(msdx_compile *c, msdx_space space, msdx_pack_writer *w)
{
    msdx_buf *b = &c->phrase[space];
    msdx_phrase_item *item = (msdx_phrase_item *)(void *)b->p;
    size_t n = b->n / sizeof *item, limit = (size_t)1 << 30;
    tables t = {MSDX_BUF_INIT(limit), MSDX_BUF_INIT(limit), MSDX_BUF_INIT(limit), 0, 0};
    if (n) qsort(item, n, sizeof *item, by_phrase);
    for (size_t i = 0; i < n && !t.sense.failed;) i += write_group(c, item + i, n - i, &t);
    write_slots(c, &t);
    if (t.phrase.failed || t.sense.failed || t.slot.failed) {
        b->failed = true;
    } else {
        const char *const *name = msdx_space_section[space];
        msdx_pack_add(w, name[0], MSDX_PACK_U32, t.n_phrase, 5, t.phrase.p);
        msdx_pack_add(w, name[1], MSDX_PACK_U32, t.n_sense, 2, t.sense.p);
        msdx_pack_add(w, name[2], MSDX_PACK_U32, t.slot.n / 8, 2, t.slot.p);
    }
    msdx_buf_clear(&t.phrase);
    msdx_buf_clear(&t.sense);
    msdx_buf_clear(&t.slot);
}
