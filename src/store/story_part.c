/* story_part.c: texts and their claims as bytes, and which claims of two such parts are alike.
 *
 * A part, in the machine's byte order: u32 magic, u64 text, u32 n_key, u32 n_term, u32 n_claim; n_key times u32; n_term
 * times (u32 term, f32 weight); each claim: id (16 bytes), i32 sentence, i32 first and last day, u32 n_term (all ones:
 * there are no words to go by), its terms, code, kind, place, u8 n_party, parties; strings end in NUL. */
#include "store/story_part.h"

#include <jansson.h>

#include "base/hash.h"
#include "base/mem.h"

enum { MAGIC = 0x5359534d + MSDX_STORY_RULES, NO_WORDS = UINT32_MAX };

/* ---- a claim's line ---- */

static const char *string(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));
    return s ? s : "";
}

static const char *keep(msdx_arena *arena, const char *s)
{
    const char *p = msdx_arena_strndup(arena, s, strlen(s));
    return p ? p : "";
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_id(const char *s, uint8_t out[MSDX_STORY_ID])
{
    if (strlen(s) != 2 * MSDX_STORY_ID) return false;
    for (int i = 0; i < MSDX_STORY_ID; i++) {
        int high = hex(s[2 * i]), low = hex(s[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static void add_parties(msdx_story_item *item, const json_t *list, msdx_arena *arena)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *e = json_array_get(list, i);
        const char *who = string(e, "entity");
        msdx_story_add_party(arena, item, string(e, "country"), string(e, "sector"),
                             keep(arena, *who ? who : string(e, "name")));
    }
}

static msd_status make_claim(msdx_story_claim *c, const msdx_story_words *words, const json_t *line, bool text_known,
                             msdx_arena *arena, msd_error *err)
{
    const json_t *when = json_object_get(line, "when"), *sentence = json_object_get(line, "sentence");
    const char *word = string(json_object_get(line, "trigger"), "lemma"), *day = string(when, "start");
    if (!read_id(string(line, "id"), c->id)) return msdx_err(err, MSD_EFORMAT, 0, "a claim whose id is no id");
    c->item.code = keep(arena, string(line, "event"));
    c->item.word = keep(arena, word);
    c->item.place = keep(arena, string(json_object_get(line, "where"), "name"));
    c->item.sentence = (int32_t)json_integer_value(json_object_get(sentence, "index"));
    if (!*day) day = string(json_object_get(line, "doc"), "date");
    msdx_story_set_days(&c->item, day, *string(when, "end") ? string(when, "end") : day);
    add_parties(&c->item, json_object_get(line, "actors"), arena);
    add_parties(&c->item, json_object_get(line, "recipients"), arena);
    msdx_story_kind(c->item.word, c->kind);
    msdx_str text = msdx_str_of(string(sentence, "text"));
    if (!text_known || text.n == 0) return arena->failed ? msdx_err_nomem(err) : MSD_OK;
    msdx_story_vec vec;
    MSD_TRY(msdx_story_words_of(words, text, msdx_str_of(word), &vec, err));
    c->vec.at = MSDX_NEW(arena, msdx_story_term, vec.n + 1);
    c->vec.n = vec.n;
    if (c->vec.at && vec.n) memcpy(c->vec.at, vec.at, vec.n * sizeof *vec.at);
    c->item.vec = &c->vec;
    msdx_story_vec_clear(&vec);
    return arena->failed ? msdx_err_nomem(err) : MSD_OK;
}

msd_status msdx_story_claim_read(msdx_story_claim *out, const msdx_story_words *words, msdx_str json, bool text_known,
                                 msdx_arena *arena, msd_error *err)
{
    json_error_t why;
    json_t *line = json_loadb(json.p, json.n, 0, &why);
    *out = (msdx_story_claim){0};
    if (!line && json_error_code(&why) == json_error_out_of_memory) return msdx_err_nomem(err);
    if (!json_is_object(line)) {
        json_decref(line);
        return msdx_err(err, MSD_EFORMAT, 0, "a claim that is no JSON object");
    }
    msd_status st = make_claim(out, words, line, text_known, arena, err);
    json_decref(line);
    return st;
}

/* ---- bytes ---- */

static void put_u32(msdx_buf *b, uint32_t v)
{
    msdx_buf_add(b, &v, sizeof v);
}

static void put_string(msdx_buf *b, const char *s)
{
    msdx_buf_add(b, s, strlen(s) + 1);
}

static void put_claim(msdx_buf *b, const msdx_story_claim *c)
{
    const msdx_story_item *it = &c->item;
    msdx_buf_add(b, c->id, sizeof c->id);
    put_u32(b, (uint32_t)it->sentence);
    put_u32(b, (uint32_t)it->day_from);
    put_u32(b, (uint32_t)it->day_to);
    put_u32(b, it->vec ? (uint32_t)c->vec.n : NO_WORDS);
    if (it->vec) msdx_buf_add(b, c->vec.at, c->vec.n * sizeof *c->vec.at);
    put_string(b, it->code);
    put_string(b, c->kind);
    put_string(b, it->place);
    msdx_buf_addc(b, (char)it->n_party);
    for (uint32_t i = 0; i < it->n_party; i++) put_string(b, it->party[i]);
}

void msdx_story_pack(msdx_buf *out, const msdx_story_part *part, size_t from, size_t to)
{
    put_u32(out, MAGIC);
    msdx_buf_add(out, &part->text, sizeof part->text);
    put_u32(out, (uint32_t)part->n_key);
    put_u32(out, (uint32_t)part->vec.n);
    put_u32(out, (uint32_t)(to - from));
    if (part->n_key) msdx_buf_add(out, part->key, part->n_key * sizeof *part->key);
    if (part->vec.n) msdx_buf_add(out, part->vec.at, part->vec.n * sizeof *part->vec.at);
    for (size_t i = from; i < to; i++) put_claim(out, &part->claim[i]);
}

struct in {
    const char *p, *end;
    msdx_arena *arena;
    bool bad;
};

static void get(struct in *in, void *out, size_t n)
{
    memset(out, 0, n);
    if ((size_t)(in->end - in->p) < n) in->bad = true;
    if (in->bad || n == 0) return;
    memcpy(out, in->p, n);
    in->p += n;
}

static uint32_t get_u32(struct in *in)
{
    uint32_t v;
    get(in, &v, sizeof v);
    return v;
}

/* n things of that size; a number that the bytes cannot hold is found out before memory is asked for. */
static void *get_list(struct in *in, uint32_t n, size_t size)
{
    if ((size_t)(in->end - in->p) / size < n) in->bad = true;
    if (in->bad) return NULL;
    void *p = msdx_arena_alloc(in->arena, (size_t)n + 1, size);
    if (p) get(in, p, n * size);
    return p;
}

static const char *get_string(struct in *in)
{
    const char *end = in->bad || in->p == in->end ? NULL : memchr(in->p, 0, (size_t)(in->end - in->p));
    if (!end) {
        in->bad = true;
        return "";
    }
    const char *s = msdx_arena_strndup(in->arena, in->p, (size_t)(end - in->p));
    in->p = end + 1;
    return s ? s : "";
}

static void get_parties(struct in *in, msdx_story_item *it)
{
    uint8_t n;
    get(in, &n, 1);
    const char **party = MSDX_NEW(in->arena, const char *, (size_t)n + 1);
    for (uint8_t i = 0; party && i < n; i++) party[i] = get_string(in);
    it->party = party;
    it->n_party = party ? n : 0;
}

static void get_claim(struct in *in, msdx_story_claim *c)
{
    msdx_story_item *it = &c->item;
    *c = (msdx_story_claim){0};
    get(in, c->id, sizeof c->id);
    it->sentence = (int32_t)get_u32(in);
    it->day_from = (int32_t)get_u32(in);
    it->day_to = (int32_t)get_u32(in);
    uint32_t n = get_u32(in);
    if (n != NO_WORDS) {
        c->vec = (msdx_story_vec){get_list(in, n, sizeof *c->vec.at), n};
        it->vec = &c->vec;
    }
    it->code = get_string(in);
    const char *kind = get_string(in);
    if (strlen(kind) >= sizeof c->kind)
        in->bad = true;
    else
        memcpy(c->kind, kind, strlen(kind) + 1);
    it->word = "";
    it->place = get_string(in);
    get_parties(in, it);
}

msd_status msdx_story_unpack(msdx_story_part *out, msdx_str bytes, uint32_t row, msdx_arena *arena, msd_error *err)
{
    struct in in = {bytes.p, bytes.p + bytes.n, arena, false};
    *out = (msdx_story_part){0};
    if (get_u32(&in) != MAGIC) in.bad = true;
    get(&in, &out->text, sizeof out->text);
    out->n_key = get_u32(&in);
    out->vec.n = get_u32(&in);
    uint32_t n_claim = get_u32(&in);
    out->key = get_list(&in, (uint32_t)out->n_key, sizeof *out->key);
    out->vec.at = get_list(&in, (uint32_t)out->vec.n, sizeof *out->vec.at);
    if ((size_t)(in.end - in.p) / MSDX_STORY_ID < n_claim) in.bad = true;
    out->claim = in.bad ? NULL : msdx_arena_alloc(arena, (size_t)n_claim + 1, sizeof *out->claim);
    for (; out->claim && out->n_claim < n_claim && !in.bad; out->n_claim++) {
        get_claim(&in, &out->claim[out->n_claim]);
        out->claim[out->n_claim].item.text = row;
    }
    if (arena->failed) return msdx_err_nomem(err);
    if (!in.bad && in.p == in.end) return MSD_OK;
    return msdx_err(err, MSD_EFORMAT, (size_t)(in.p - bytes.p), "not a part of a text and its claims");
}

/* ---- pairs ---- */

static msd_status look(const msdx_story_claim *a, const msdx_story_claim *b, uint32_t texts, msdx_story_pairs *out,
                       msd_error *err)
{
    uint32_t like = msdx_story_like(&a->item, a->kind, &b->item, b->kind, texts);
    if (like == 0) return MSD_OK;
    if (out->n == out->room) {
        size_t room = out->room ? out->room * 2 : 256;
        msdx_story_pair *more = msdx_realloc(out->at, room, sizeof *more);
        if (!more) return msdx_err_nomem(err);
        out->at = more;
        out->room = room;
    }
    msdx_story_pair *p = &out->at[out->n++];
    p->like = like;
    memcpy(p->a, a->id, sizeof p->a);
    memcpy(p->b, b->id, sizeof p->b);
    return MSD_OK;
}

msd_status msdx_story_pairs_within(const msdx_story_part *part, msdx_story_pairs *out, msd_error *err)
{
    for (size_t i = 0; i < part->n_claim; i++)
        for (size_t k = i + 1; k < part->n_claim; k++) MSD_TRY(look(&part->claim[i], &part->claim[k], 0, out, err));
    return MSD_OK;
}

/* Is it the first word that both are found by? */
static bool meet_first(const msdx_story_part *a, const msdx_story_part *b, uint32_t key)
{
    for (size_t i = 0, k = 0; i < a->n_key && k < b->n_key;) {
        if (a->key[i] == b->key[k]) return a->key[i] == key;
        if (a->key[i] < b->key[k])
            i++;
        else
            k++;
    }
    return false;
}

static msd_status look_across(const msdx_story_part *a, const msdx_story_part *b, uint32_t texts, msdx_story_pairs *out,
                              msd_error *err)
{
    for (size_t i = 0; i < a->n_claim; i++)
        for (size_t k = 0; k < b->n_claim; k++) MSD_TRY(look(&a->claim[i], &b->claim[k], texts, out, err));
    return MSD_OK;
}

msd_status msdx_story_pairs_of_texts(const msdx_story_part *a, const msdx_story_part *b, uint32_t key,
                                     msdx_story_pairs *out, msd_error *err)
{
    if (!meet_first(a, b, key)) return MSD_OK;
    uint32_t like = msdx_story_vec_like(&a->vec, &b->vec);
    return like < MSDX_STORY_LEAST_EDGE ? MSD_OK : look_across(a, b, like, out, err);
}

msd_status msdx_story_pairs_of_parties(const msdx_story_part *a, const msdx_story_part *b, msdx_story_pairs *out,
                                       msd_error *err)
{
    uint32_t like = a->text == b->text ? UINT32_MAX : msdx_story_vec_like(&a->vec, &b->vec);
    return like >= MSDX_STORY_LEAST_EDGE ? MSD_OK : look_across(a, b, like, out, err);
}
