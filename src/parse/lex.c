/* lex.c: the features of one word, as spacy/vocab.pyx makes them when it first
 * meets it, from the functions in spacy/lang/lex_attrs.py. */
#include "parse/lex.h"

#include "base/hash.h"

enum { SHAPE_RUN = 4, SHAPE_LONG = 100, SUFFIX_LEN = 3 };

bool msdx_attr_of(const char *name, msdx_attr *out)
{
    static const char *const all[MSDX_N_ATTR] = {"NORM",  "PREFIX",   "SUFFIX", "SHAPE",
                                                 "SPACY", "IS_SPACE", "ORTH",   "LOWER"};
    for (int i = 0; i < MSDX_N_ATTR; i++)
        if (strcmp(name, all[i]) == 0) {
            *out = (msdx_attr)i;
            return true;
        }
    return false;
}

static int compare_name(msdx_str s, const char *name)
{
    size_t n = strlen(name);
    int c = memcmp(s.p, name, s.n < n ? s.n : n);
    return c ? c : (s.n > n) - (s.n < n);
}

uint64_t msdx_string_id(msdx_str s)
{
    unsigned lo = 0, hi = msdx_n_symbol;
    if (s.n == 0) return 0;
    while (s.n < sizeof msdx_symbols->name && lo < hi) {
        unsigned mid = lo + (hi - lo) / 2;
        int c = compare_name(s, msdx_symbols[mid].name);
        if (c == 0) return msdx_symbols[mid].id;
        if (c < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return msdx_murmur64a(s.p, s.n, 1);
}

msd_status msdx_norms_open(msdx_norms *out, const msdx_pack *pack, msd_error *err)
{
    msdx_section key, id;
    MSD_TRY(msdx_pack_get(pack, "vocab/norm_key", MSDX_PACK_U64, 1, &key, err));
    MSD_TRY(msdx_pack_get(pack, "vocab/norm_id", MSDX_PACK_U64, 1, &id, err));
    *out = (msdx_norms){key.data, id.data, (size_t)key.dim[0]};
    bool ok = key.dim[0] == id.dim[0];
    for (size_t i = 1; ok && i < out->n; i++) ok = out->key[i - 1] < out->key[i];
    if (ok) return MSD_OK;
    return msdx_err(err, MSD_EFORMAT, 0, "%s: vocab/norm_key is not sorted or not as long as vocab/norm_id",
                    msdx_pack_path(pack));
}

static uint64_t norm_of(const msdx_norms *norms, uint64_t orth, uint64_t lower)
{
    size_t lo = 0, hi = norms->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (norms->key[mid] == orth) return norms->id[mid];
        if (norms->key[mid] < orth)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lower;
}

static int32_t shape_of(int32_t cp)
{
    unsigned f = msdx_uc_flags(cp);
    if (f & MSDX_UC_ALPHA) return f & MSDX_UC_UPPER ? 'X' : 'x';
    return f & MSDX_UC_DIGIT ? 'd' : cp;
}

/* X for upper case, x for other letters, d for digits; a run is cut after four. */
static uint64_t shape_id(msdx_str text, size_t n_cp)
{
    char shape[SHAPE_LONG * 4];
    size_t n = 0, used;
    int32_t last = -1;
    int run = 0;
    if (n_cp >= SHAPE_LONG) return msdx_string_id(MSDX_STR("LONG"));
    for (size_t i = 0; i < text.n; i += used) {
        int32_t c = shape_of(msdx_utf8_get(text.p + i, text.n - i, &used));
        run = c == last ? run + 1 : 0;
        last = c;
        if (run < SHAPE_RUN) n += msdx_utf8_put(c, shape + n);
    }
    return msdx_string_id((msdx_str){shape, n});
}

static msdx_str prefix_of(msdx_str text)
{
    size_t used;
    msdx_utf8_get(text.p, text.n, &used);
    return (msdx_str){text.p, used};
}

static msdx_str suffix_of(msdx_str text)
{
    size_t i = text.n;
    for (int k = 0; k < SUFFIX_LEN && i > 0; k++) do
            i--;
        while (i > 0 && ((unsigned char)text.p[i] & 0xC0) == 0x80);
    return (msdx_str){text.p + i, text.n - i};
}

static bool lower_of(msdx_str text, msdx_arena *arena, msdx_str *out)
{
    char small[256], *room = small;
    *out = text;
    if (MSDX_LOWER_ROOM(text.n) > sizeof small && !(room = MSDX_NEW(arena, char, MSDX_LOWER_ROOM(text.n))))
        return false;
    msdx_str low = {room, msdx_py_lower(text, room)};
    if (msdx_str_eq(low, text)) return true;
    out->n = low.n;
    out->p = room == small ? msdx_arena_strndup(arena, low.p, low.n) : room;
    return out->p != NULL;
}

bool msdx_lexeme_make(msdx_lexeme *out, msdx_str text, const msdx_norms *norms, msdx_arena *arena)
{
    *out = (msdx_lexeme){.text = text, .rule = -1};
    if (!lower_of(text, arena, &out->lower)) return false;
    out->n_cp = (uint32_t)msdx_utf8_count(text.p, text.n);
    uint64_t *feat = out->feat;
    feat[MSDX_ATTR_ORTH] = msdx_string_id(text);
    feat[MSDX_ATTR_LOWER] = msdx_string_id(out->lower);
    feat[MSDX_ATTR_NORM] = norm_of(norms, feat[MSDX_ATTR_ORTH], feat[MSDX_ATTR_LOWER]);
    feat[MSDX_ATTR_PREFIX] = msdx_string_id(prefix_of(text));
    feat[MSDX_ATTR_SUFFIX] = msdx_string_id(suffix_of(text));
    feat[MSDX_ATTR_SHAPE] = shape_id(text, out->n_cp);
    feat[MSDX_ATTR_IS_SPACE] = msdx_py_all(text, MSDX_UC_SPACE);
    return true;
}
