/* story.c: the rules of stories in parts, over Arrow columns. masudi.spark_stories alone calls these, and sees to it that
 * columns are of the type that is named here and have no nulls. What comes out is bytes, for Arrow buffers. */
#include <string.h>

#include "core.h"

/* A column as it came: (schema capsule, array capsule), as __arrow_c_array__ gives it. */
static const struct ArrowArray *array_of(PyObject *pair, const char *format)
{
    PyObject *schema_of = PyTuple_GetItem(pair, 0), *of = schema_of ? PyTuple_GetItem(pair, 1) : NULL;
    const struct ArrowSchema *schema = of ? PyCapsule_GetPointer(schema_of, "arrow_schema") : NULL;
    const struct ArrowArray *array = schema ? PyCapsule_GetPointer(of, "arrow_array") : NULL;
    if (!array) return NULL;
    if (strcmp(schema->format, format) == 0 && array->null_count <= 0) return array;
    PyErr_Format(PyExc_TypeError, "a column of %s without nulls is wanted, not of %s", format, schema->format);
    return NULL;
}

/* Its values, each so wide; NULL: raised. */
static const void *values(PyObject *pair, const char *format, size_t wide, size_t *n)
{
    const struct ArrowArray *array = array_of(pair, format);
    if (!array) return NULL;
    *n = (size_t)array->length;
    return array->length ? (const char *)array->buffers[1] + (size_t)array->offset * wide : "";
}

static bool column(PyObject *pair, const char *format, msd_column *out)
{
    const struct ArrowArray *array = array_of(pair, format);
    if (!array) return false;
    static const int32_t none[1];
    *out = (msd_column){"", none, (size_t)array->length};
    if (array->length) out->at = (const int32_t *)array->buffers[1] + array->offset;
    if (array->length && array->buffers[2]) out->byte = array->buffers[2];
    return true;
}

static PyObject *bytes_of(msd_bytes *bytes)
{
    PyObject *out = PyBytes_FromStringAndSize(bytes->byte, (Py_ssize_t)bytes->n);
    msd_bytes_free(bytes);
    return out;
}

static PyObject *two(msd_status st, const msd_error *err, msd_bytes *a, msd_bytes *b)
{
    if (st != MSD_OK) return core_raise(err);
    PyObject *x = bytes_of(a), *y = bytes_of(b);
    return Py_BuildValue("(NN)", x, y);
}

static PyObject *edges_of(msd_story_edges *e)
{
    PyObject *a = bytes_of(&e->a), *b = bytes_of(&e->b), *like = bytes_of(&e->like);
    return Py_BuildValue("(NNN)", a, b, like);
}

/* story_words(title, text) -> (words, counts) */
static PyObject *story_words(PyObject *module, PyObject *args)
{
    PyObject *title, *text;
    msd_story_docs docs = {0};
    msd_bytes word, in;
    msd_error err = {0};
    msd_status st;
    (void)module;
    if (!PyArg_ParseTuple(args, "OO", &title, &text) || !column(title, "u", &docs.title) ||
        !column(text, "u", &docs.text))
        return NULL;
    Py_BEGIN_ALLOW_THREADS st = msd_story_words(&docs, &word, &in, &err);
    Py_END_ALLOW_THREADS return two(st, &err, &word, &in);
}

static bool scale_of(PyObject *word, PyObject *in, Py_ssize_t n_document, msd_story_scale *out)
{
    size_t n;
    out->n_document = (size_t)n_document;
    out->word = values(word, "L", sizeof *out->word, &out->n_word);
    out->in = out->word ? values(in, "I", sizeof *out->in, &n) : NULL;
    if (out->in && n == out->n_word) return true;
    if (out->in) PyErr_SetString(PyExc_ValueError, "as many counts as words are wanted");
    return false;
}

/* story_telling(words, counts, documents, title, text) -> (words, counts) */
static PyObject *story_telling(PyObject *module, PyObject *args)
{
    PyObject *words, *counts, *title, *text;
    Py_ssize_t n_document;
    msd_story_scale scale;
    msd_story_docs docs = {0};
    msd_bytes word, in;
    msd_error err = {0};
    msd_status st;
    (void)module;
    if (!PyArg_ParseTuple(args, "OOnOO", &words, &counts, &n_document, &title, &text) ||
        !scale_of(words, counts, n_document, &scale) || !column(title, "u", &docs.title) ||
        !column(text, "u", &docs.text))
        return NULL;
    Py_BEGIN_ALLOW_THREADS st = msd_story_telling(&scale, &docs, &word, &in, &err);
    Py_END_ALLOW_THREADS return two(st, &err, &word, &in);
}

static PyObject *story_brings(PyObject *module, PyObject *args)
{
    unsigned in;
    (void)module;
    return PyArg_ParseTuple(args, "I", &in) ? PyBool_FromLong(msd_story_brings(in)) : NULL;
}

static PyObject *parts_of(msd_story_parts *p)
{
    PyObject *key = bytes_of(&p->key), *key_at = bytes_of(&p->key_at), *day = bytes_of(&p->day);
    PyObject *part = bytes_of(&p->part), *part_at = bytes_of(&p->part_at), *within = edges_of(&p->within);
    return Py_BuildValue("(NNNNNN)", key, key_at, day, part, part_at, within);
}

/* story_split(words, counts, documents, brings, id, title, text, claims, claim_at)
 * -> (keys, key_at, days, parts, part_at, (a, b, like)) */
static PyObject *story_split(PyObject *module, PyObject *args)
{
    PyObject *words, *counts, *brings_of, *id, *title, *text, *claim, *claim_at;
    Py_ssize_t n_document;
    msd_story_scale scale;
    msd_story_docs docs = {0};
    msd_story_parts parts;
    msd_error err = {0};
    msd_status st;
    size_t n_brings, n_at;
    (void)module;
    if (!PyArg_ParseTuple(args, "OOnOOOOOO", &words, &counts, &n_document, &brings_of, &id, &title, &text, &claim,
                          &claim_at) ||
        !scale_of(words, counts, n_document, &scale) || !column(id, "u", &docs.id) ||
        !column(title, "u", &docs.title) || !column(text, "u", &docs.text) || !column(claim, "u", &docs.claim))
        return NULL;
    const uint8_t *brings = values(brings_of, "C", 1, &n_brings);
    docs.claim_at = brings ? values(claim_at, "i", sizeof *docs.claim_at, &n_at) : NULL;
    if (!docs.claim_at) return NULL;
    if (n_brings != scale.n_word || n_at != docs.text.n + 1 || docs.id.n != docs.text.n ||
        docs.title.n != docs.text.n) {
        PyErr_SetString(PyExc_ValueError, "the columns are not of one length");
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS st = msd_story_split(&scale, brings, &docs, &parts, &err);
    Py_END_ALLOW_THREADS return st == MSD_OK ? parts_of(&parts) : core_raise(&err);
}

/* story_pairs(key, day, late, part) -> (a, b, like) */
static PyObject *story_pairs(PyObject *module, PyObject *args)
{
    PyObject *key, *day, *late, *part;
    msd_story_met met;
    msd_story_edges edges;
    msd_error err = {0};
    msd_status st;
    size_t n_key, n_day, n_late;
    (void)module;
    if (!PyArg_ParseTuple(args, "OOOO", &key, &day, &late, &part) || !column(part, "z", &met.part) ||
        !(met.key = values(key, "l", sizeof *met.key, &n_key)) ||
        !(met.day = values(day, "i", sizeof *met.day, &n_day)) || !(met.late = values(late, "C", 1, &n_late)))
        return NULL;
    if (n_key != met.part.n || n_day != n_key || n_late != n_key) {
        PyErr_SetString(PyExc_ValueError, "the columns are not of one length");
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS st = msd_story_pairs(&met, &edges, &err);
    Py_END_ALLOW_THREADS return st == MSD_OK ? edges_of(&edges) : core_raise(&err);
}

typedef msd_status grouping(const void *, const void *, const uint32_t *, size_t, msd_bytes *, msd_bytes *,
                            msd_error *);

static PyObject *group_by(grouping *rule, PyObject *args, bool like_may_lack)
{
    PyObject *a_of, *b_of, *like_of;
    msd_bytes claim, group;
    msd_error err = {0};
    msd_status st;
    size_t n, n_b, n_like;
    if (!PyArg_ParseTuple(args, "OOO", &a_of, &b_of, &like_of)) return NULL;
    const void *a = values(a_of, "w:16", 16, &n), *b = a ? values(b_of, "w:16", 16, &n_b) : NULL;
    const uint32_t *like = NULL;
    if (!b) return NULL;
    n_like = n;
    if (like_of != Py_None || !like_may_lack) {
        like = values(like_of, "I", sizeof *like, &n_like);
        if (!like) return NULL;
    }
    if (n_b != n || n_like != n) {
        PyErr_SetString(PyExc_ValueError, "the columns are not of one length");
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS st = rule(a, b, like, n, &claim, &group, &err);
    Py_END_ALLOW_THREADS return two(st, &err, &claim, &group);
}

/* story_roots(a, b, like or None) -> (claims, roots) */
static PyObject *story_roots(PyObject *module, PyObject *args)
{
    (void)module;
    return group_by(msd_story_roots, args, true);
}

/* story_group(a, b, like) -> (claims, groups) */
static PyObject *story_group(PyObject *module, PyObject *args)
{
    (void)module;
    return group_by(msd_story_group, args, false);
}

static PyObject *story_id(PyObject *module, PyObject *args)
{
    const char *claim;
    char id[33];
    (void)module;
    if (!PyArg_ParseTuple(args, "s", &claim)) return NULL;
    msd_story_id(claim, id);
    return PyUnicode_FromString(id);
}

PyMethodDef core_story_methods[] = {
    {"story_words", story_words, METH_VARARGS, "Words, and how many texts have each."},
    {"story_telling", story_telling, METH_VARARGS, "Words under which texts are found, and how many each finds."},
    {"story_brings", story_brings, METH_VARARGS, "Does a word that finds so many texts bring them together?"},
    {"story_split", story_split, METH_VARARGS, "Texts with claims as rows that have to meet."},
    {"story_pairs", story_pairs, METH_VARARGS, "Alike claims of rows that met."},
    {"story_roots", story_roots, METH_VARARGS, "Which claims have to be seen together."},
    {"story_group", story_group, METH_VARARGS, "The groups of such."},
    {"story_id", story_id, METH_VARARGS, "A story's id."},
    {NULL, NULL, 0, NULL}};
