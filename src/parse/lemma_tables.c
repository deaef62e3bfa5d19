/* lemma_tables.c: the lemmatizers' tables, used in place from the pack: every offset is checked when it is opened. */
#include "parse/lemma_impl.h"

#include "base/hash.h"

const char *const msdx_lemma_named[MSDX_LEMMA_N_NAMED] = {
    "accents", "adverbs", "det", "det_and_pron_fixed", "det_and_pron_general", "num", "pron", "voc_alt_1", "voc_alt_2"};

/* ---- opening: every offset is checked here ---- */

typedef struct sections {
    msdx_section text, pos, rule, index, exc, exc_form;
} sections;

static msd_status broken(const msdx_pack *pack, const char *section, msd_error *err)
{
    return msdx_err(err, MSD_EFORMAT, 0, "%s: section lemmatizer/%s: a number in it points outside",
                    msdx_pack_path(pack), section);
}

static bool text_ok(const sections *s, uint32_t offset, uint32_t n)
{
    return offset < s->text.n_byte && n < s->text.n_byte - offset;
}

static bool exception_ok(const sections *s, const uint32_t *row)
{
    if (row[0] == MSDX_LEMMA_NONE) return true;
    const uint32_t *form = s->exc_form.data;
    if (!text_ok(s, row[0], 0) || row[1] >= s->exc_form.dim[0]) return false;
    uint32_t n = form[row[1]];
    if (n >= s->exc_form.dim[0] - row[1]) return false;
    for (uint32_t i = 1; i <= n; i++)
        if (!text_ok(s, form[row[1] + i], 0)) return false;
    return true;
}

static msd_status check_tables(const msdx_pack *pack, const sections *s, msd_error *err)
{
    const uint32_t *rule = s->rule.data, *index = s->index.data, *exc = s->exc.data;
    if (s->text.n_byte && ((const char *)s->text.data)[s->text.n_byte - 1]) return broken(pack, "text", err);
    for (uint64_t i = 0; i < s->rule.dim[0]; i++)
        if (!text_ok(s, rule[4 * i], rule[4 * i + 1]) || !text_ok(s, rule[4 * i + 2], rule[4 * i + 3]))
            return broken(pack, "rule", err);
    bool good = true; /* no branch: of a table's slots every other is empty, and no processor can tell which */
    for (uint64_t i = 0; i < s->index.dim[0]; i++) good &= (index[i] == MSDX_LEMMA_NONE) | (index[i] < s->text.n_byte);
    if (!good) return broken(pack, "index", err);
    for (uint64_t i = 0; i < s->exc.dim[0]; i++)
        if (!exception_ok(s, exc + 2 * i)) return broken(pack, "exc", err);
    return MSD_OK;
}

static bool buckets_ok(uint32_t first, uint32_t n, uint64_t n_all)
{
    return (n & (n - 1)) == 0 && first <= n_all && n <= n_all - first;
}

static msd_status open_pos(msdx_lemmatizer *l, const msdx_pack *pack, const sections *s, msd_error *err)
{
    const uint32_t *row = s->pos.data;
    if (s->pos.dim[1] != MSDX_LEMMA_COLUMN || s->rule.dim[1] != 4 || s->exc.dim[1] != 2)
        return broken(pack, "pos", err);
    for (uint64_t i = 0; i < s->pos.dim[0]; i++, row += MSDX_LEMMA_COLUMN) {
        if (row[0] >= MSDX_N_UPOS || row[2] > MSDX_LEMMA_RULE_MAX || row[1] > s->rule.dim[0] ||
            row[2] > s->rule.dim[0] - row[1] || !buckets_ok(row[3], row[4], s->index.dim[0]) ||
            !buckets_ok(row[5], row[6], s->exc.dim[0]))
            return broken(pack, "pos", err);
        l->pos[row[0]] = (msdx_lemma_pos){.rule = (const uint32_t *)s->rule.data + 4 * (size_t)row[1],
                                          .n_rule = row[2],
                                          .index = (const uint32_t *)s->index.data + row[3],
                                          .n_index = row[4],
                                          .exc = (const uint32_t *)s->exc.data + 2 * (size_t)row[5],
                                          .n_exc = row[6],
                                          .present = true};
    }
    return MSD_OK;
}

static msd_status open_sections(msdx_lemmatizer *l, const msdx_pack *pack, msd_error *err)
{
    sections s;
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/text", MSDX_PACK_BYTES, 0, &s.text, err));
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/pos", MSDX_PACK_U32, 2, &s.pos, err));
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/rule", MSDX_PACK_U32, 2, &s.rule, err));
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/index", MSDX_PACK_U32, 1, &s.index, err));
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/exc", MSDX_PACK_U32, 2, &s.exc, err));
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/exc_form", MSDX_PACK_U32, 1, &s.exc_form, err));
    MSD_TRY(check_tables(pack, &s, err));
    l->text = s.text.data;
    l->exc_form = s.exc_form.data;
    return open_pos(l, pack, &s, err);
}

/* What stands in the pack beside the tables of universal tags says whose class they are for. */
static msd_status open_french(msdx_lemmatizer *l, const msdx_pack *pack, msd_error *err)
{
    msdx_section key, form, text;
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/text", MSDX_PACK_BYTES, 0, &text, err));
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/lookup_key", MSDX_PACK_U64, 1, &key, err));
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/lookup_form", MSDX_PACK_U32, 1, &form, err));
    l->lookup_key = key.data;
    l->lookup_form = form.data;
    l->n_lookup = (size_t)key.dim[0];
    l->run = msdx_lemma_french;
    if (form.dim[0] != key.dim[0]) return broken(pack, "lookup_form", err);
    for (size_t i = 0; i < l->n_lookup; i++)
        if (l->lookup_form[i] >= text.n_byte || (i > 0 && l->lookup_key[i - 1] >= l->lookup_key[i]))
            return broken(pack, "lookup_key", err);
    return MSD_OK;
}

static bool select_ok(const msdx_lemmatizer *l, const uint32_t *row, uint64_t n_feature)
{
    return row[0] < MSDX_N_UPOS && row[1] < l->n_group && row[2] <= n_feature && row[3] <= n_feature - row[2];
}

static msd_status open_spanish(msdx_lemmatizer *l, const msdx_pack *pack, msd_error *err)
{
    msdx_section group, rule, select, feature, text;
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/text", MSDX_PACK_BYTES, 0, &text, err));
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/rule", MSDX_PACK_U32, 2, &rule, err));
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/group", MSDX_PACK_U32, 2, &group, err));
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/select", MSDX_PACK_U32, 2, &select, err));
    MSD_TRY(msdx_pack_get(pack, "lemmatizer/feature", MSDX_PACK_U32, 1, &feature, err));
    l->group = group.data;
    l->rule = rule.data;
    l->select = select.data;
    l->feature = feature.data;
    l->n_group = (size_t)group.dim[0];
    l->n_select = (size_t)select.dim[0];
    l->run = msdx_lemma_spanish;
    if (l->n_group < MSDX_LEMMA_N_NAMED || group.dim[1] != 2) return broken(pack, "group", err);
    for (size_t i = 0; i < l->n_group; i++)
        if (l->group[2 * i] > rule.dim[0] || l->group[2 * i + 1] > rule.dim[0] - l->group[2 * i])
            return broken(pack, "group", err);
    if (select.dim[1] != MSDX_LEMMA_SELECT) return broken(pack, "select", err);
    for (size_t i = 0; i < l->n_select; i++)
        if (!select_ok(l, l->select + MSDX_LEMMA_SELECT * i, feature.dim[0])) return broken(pack, "select", err);
    for (uint64_t i = 0; i < feature.dim[0]; i++)
        if (l->feature[i] >= text.n_byte) return broken(pack, "feature", err);
    return MSD_OK;
}

static msd_status open_tables(msdx_lemmatizer *l, const msdx_pack *pack, msd_error *err)
{
    /* A model without a lemmatizer: every word is lowered. */
    if (!msdx_pack_find(pack, "lemmatizer/pos", NULL)) return MSD_OK;
    MSD_TRY(open_sections(l, pack, err));
    if (msdx_pack_find(pack, "lemmatizer/lookup_key", NULL)) return open_french(l, pack, err);
    return msdx_pack_find(pack, "lemmatizer/group", NULL) ? open_spanish(l, pack, err) : MSD_OK;
}

msd_status msdx_lemmatizer_open(msdx_lemmatizer **out, const msdx_pack *pack, msd_error *err)
{
    *out = NULL;
    msdx_lemmatizer *l = msdx_calloc(1, sizeof *l);
    if (!l) return msdx_err_nomem(err);
    l->run = msdx_lemma_english;
    msd_status st = open_tables(l, pack, err);
    if (st != MSD_OK)
        msdx_lemmatizer_close(l);
    else
        *out = l;
    return st;
}

void msdx_lemmatizer_close(msdx_lemmatizer *l)
{
    msdx_free(l);
}

/* ---- lookups ---- */

msdx_str msdx_lemma_find(const msdx_lemmatizer *l, const msdx_lemma_pos *t, msdx_str form)
{
    if (!t->n_index) return (msdx_str){NULL, 0};
    size_t at = msdx_murmur64a(form.p, form.n, 0) & (t->n_index - 1);
    for (uint32_t probe = 0; probe < t->n_index; probe++, at = (at + 1) & (t->n_index - 1)) {
        if (t->index[at] == MSDX_LEMMA_NONE) break;
        const char *known = l->text + t->index[at];
        if (strncmp(known, form.p, form.n) == 0 && !known[form.n]) return (msdx_str){known, form.n};
    }
    return (msdx_str){NULL, 0};
}

const uint32_t *msdx_lemma_exceptions(const msdx_lemmatizer *l, const msdx_lemma_pos *t, msdx_str word)
{
    if (!t->n_exc) return NULL;
    size_t at = msdx_murmur64a(word.p, word.n, 0) & (t->n_exc - 1);
    for (uint32_t probe = 0; probe < t->n_exc; probe++, at = (at + 1) & (t->n_exc - 1)) {
        const uint32_t *row = t->exc + 2 * at;
        if (row[0] == MSDX_LEMMA_NONE) break;
        const char *known = l->text + row[0];
        if (strncmp(known, word.p, word.n) == 0 && !known[word.n]) return l->exc_form + row[1];
    }
    return NULL;
}

bool msdx_lemma_all_letters(msdx_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x80) return msdx_py_all(s, MSDX_UC_ALPHA);
        if ((unsigned char)((c | 0x20) - 'a') > 'z' - 'a') return false;
    }
    return true;
}

msdx_str msdx_lemma_exception(const msdx_lemmatizer *l, const msdx_lemma_pos *t, msdx_str word)
{
    const uint32_t *exc = msdx_lemma_exceptions(l, t, word);
    return exc && exc[0] ? msdx_str_of(l->text + exc[1]) : (msdx_str){NULL, 0};
}

size_t msdx_lemma_apply(const msdx_lemmatizer *l, const uint32_t *rule, msdx_str word, char *made, size_t room)
{
    msdx_str old = {l->text + rule[0], rule[1]}, young = {l->text + rule[2], rule[3]};
    if (word.n < old.n || (old.n && memcmp(word.p + word.n - old.n, old.p, old.n) != 0)) return 0;
    size_t stem = word.n - old.n, n = stem + young.n;
    if (n > room) return 0;
    memcpy(made, word.p, stem);
    memcpy(made + stem, young.p, young.n);
    return n;
}
