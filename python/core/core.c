/* core.c: the module masudi._core over include/masudi.h alone: the type Engine, and tables in and out as capsules of the
 * Arrow PyCapsule interface (arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html).
 *
 * Threads: what an object has is touched with the interpreter's lock held only; the library works without it. */
#include "core.h"

#include <stdlib.h>
#include <string.h>

static PyObject *core_error; /* masudi._errors.CoreError, raised with (status, message, position) */

typedef struct engine {
    PyObject_HEAD;
    msd_engine *engine; /* NULL once it is closed and nobody is at work */
    size_t n_busy;
    bool closed;
} engine;

PyObject *core_raise(const msd_error *err)
{
    PyObject *args = Py_BuildValue("(ssn)", msd_status_name(err->code), err->msg, (Py_ssize_t)err->pos);
    if (args) PyErr_SetObject(core_error, args);
    Py_XDECREF(args);
    return NULL;
}

/* ---- opening and closing ---- */

/* Keeps the engine open until leave; false: it is closed, and that was raised. */
static bool enter(engine *self)
{
    if (self->closed || !self->engine) {
        PyErr_SetString(PyExc_ValueError, "the engine is closed");
        return false;
    }
    self->n_busy++;
    return true;
}

static void shut(engine *self)
{
    msd_engine_close(self->engine);
    self->engine = NULL;
}

static void leave(engine *self)
{
    self->n_busy--;
    if (self->closed && self->n_busy == 0) shut(self);
}

/* Paths out of a list of bytes, which keeps them; to be freed. NULL: raised. */
static const char **take_paths(PyObject *list, size_t *n)
{
    Py_ssize_t len = PyList_Size(list);
    const char **path = len < 0 ? NULL : calloc((size_t)len + 1, sizeof *path);
    if (!path && len >= 0) PyErr_NoMemory();
    for (Py_ssize_t i = 0; path && i < len; i++) {
        char *bytes;
        if (PyBytes_AsStringAndSize(PyList_GetItem(list, i), &bytes, NULL) < 0) {
            free(path);
            return NULL;
        }
        path[i] = bytes;
    }
    *n = path ? (size_t)len : 0;
    return path;
}

static int engine_init(PyObject *of, PyObject *args, PyObject *named)
{
    static char *names[] = {"model", "knowledge", "overrides", "dictionaries", "calibration", "without", NULL};
    engine *self = (engine *)of;
    msd_options o = MSD_OPTIONS_INIT;
    PyObject *overrides;
    msd_engine *opened = NULL;
    msd_error err = {0};
    msd_status st;
    int without;
    if (!PyArg_ParseTupleAndKeywords(args, named, "zzOzzi", names, &o.model, &o.knowledge, &overrides, &o.dictionaries,
                                     &o.calibration, &without))
        return -1;
    if (self->engine || self->closed) {
        PyErr_SetString(PyExc_ValueError, "the engine is open already");
        return -1;
    }
    const char **folder = take_paths(overrides, &o.n_override);
    if (!folder) return -1;
    o.overrides = folder;
    o.without = (msd_without)without;
    Py_BEGIN_ALLOW_THREADS st = msd_engine_open(&opened, &o, &err);
    Py_END_ALLOW_THREADS free(folder);
    self->engine = opened;
    if (st != MSD_OK) core_raise(&err);
    return st == MSD_OK ? 0 : -1;
}

static void engine_dealloc(PyObject *of)
{
    PyTypeObject *type = Py_TYPE(of);
    shut((engine *)of); /* nobody is at work: a call holds a reference */
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(of);
    Py_DECREF(type);
}

static PyObject *engine_close(PyObject *of, PyObject *none)
{
    engine *self = (engine *)of;
    (void)none;
    self->closed = true;
    if (self->n_busy == 0) shut(self);
    Py_RETURN_NONE;
}

static PyObject *engine_closed(PyObject *of, void *none)
{
    (void)none;
    return PyBool_FromLong(((engine *)of)->closed);
}

static PyObject *engine_versions(PyObject *of, PyObject *none)
{
    engine *self = (engine *)of;
    (void)none;
    if (!enter(self)) return NULL;
    PyObject *out = Py_BuildValue("(ss)", msd_engine_model(self->engine), msd_engine_knowledge(self->engine));
    leave(self);
    return out;
}

/* ---- tables ---- */

static void drop_schema(PyObject *capsule)
{
    struct ArrowSchema *schema = PyCapsule_GetPointer(capsule, "arrow_schema");
    if (schema && schema->release) schema->release(schema);
    free(schema);
}

static void drop_array(PyObject *capsule)
{
    struct ArrowArray *array = PyCapsule_GetPointer(capsule, "arrow_array");
    if (array && array->release) array->release(array);
    free(array);
}

/* A capsule round what is still empty, whose destructor lets go of whatever was put there. */
static PyObject *empty(size_t n_byte, const char *name, PyCapsule_Destructor drop, void **inside)
{
    *inside = calloc(1, n_byte);
    if (!*inside) return PyErr_NoMemory();
    PyObject *capsule = PyCapsule_New(*inside, name, drop);
    if (!capsule) free(*inside);
    return capsule;
}

static PyObject *empty_schema(struct ArrowSchema **inside)
{
    return empty(sizeof **inside, "arrow_schema", drop_schema, (void **)inside);
}

static PyObject *empty_array(struct ArrowArray **inside)
{
    return empty(sizeof **inside, "arrow_array", drop_array, (void **)inside);
}

/* run(schema, array, kind, lines, jobs, (text, id, date, title, url, publisher, language, actor, recipient)) */
static PyObject *engine_run(PyObject *of, PyObject *args)
{
    engine *self = (engine *)of;
    PyObject *schema_of, *batch_of, *out_schema_of, *out_of = NULL;
    msd_arrow_options o = {0};
    struct ArrowSchema *out_schema;
    struct ArrowArray *out;
    msd_error err = {0};
    msd_status st = MSD_ENOMEM;
    int kind, lines;
    if (!PyArg_ParseTuple(args, "OOipI(zzzzzzzzz)", &schema_of, &batch_of, &kind, &lines, &o.jobs, &o.text, &o.id,
                          &o.date, &o.title, &o.url, &o.publisher, &o.language, &o.actor, &o.recipient))
        return NULL;
    o.kind = (msd_arrow_kind)kind;
    o.lines = lines != 0;
    const struct ArrowSchema *schema = PyCapsule_GetPointer(schema_of, "arrow_schema");
    const struct ArrowArray *batch = schema ? PyCapsule_GetPointer(batch_of, "arrow_array") : NULL;
    if (!batch || !enter(self)) return NULL;
    out_schema_of = empty_schema(&out_schema);
    if (out_schema_of) out_of = empty_array(&out);
    if (out_of) {
        Py_BEGIN_ALLOW_THREADS st = msd_arrow_run(self->engine, schema, batch, &o, out_schema, out, &err);
        Py_END_ALLOW_THREADS if (st != MSD_OK) core_raise(&err);
    }
    leave(self);
    if (st == MSD_OK) return Py_BuildValue("(NN)", out_schema_of, out_of);
    Py_XDECREF(out_schema_of);
    Py_XDECREF(out_of);
    return NULL;
}

/* explain(text, date): the text as bytes, which must be UTF-8. */
static PyObject *engine_explain(PyObject *of, PyObject *args)
{
    engine *self = (engine *)of;
    PyObject *out = NULL;
    msd_input in = {0};
    msd_worker *worker;
    Py_ssize_t n;
    char *told = NULL;
    size_t n_told = 0;
    msd_error err = {0};
    msd_status st;
    if (!PyArg_ParseTuple(args, "y#z", &in.text, &n, &in.date) || !enter(self)) return NULL;
    in.n_byte = (size_t)n;
    Py_BEGIN_ALLOW_THREADS st = msd_worker_new(&worker, self->engine, &err);
    if (st == MSD_OK) st = msd_explain(worker, &in, &told, &n_told, &err);
    msd_worker_free(worker);
    Py_END_ALLOW_THREADS out =
        st == MSD_OK ? PyUnicode_DecodeUTF8(told, (Py_ssize_t)n_told, "replace") : core_raise(&err);
    msd_free(told);
    leave(self);
    return out;
}

/* schema(kind, lines): the type of what run gives. */
static PyObject *core_schema(PyObject *module, PyObject *args)
{
    struct ArrowSchema *schema;
    msd_arrow_options o = {0};
    msd_error err = {0};
    int kind, lines;
    (void)module;
    if (!PyArg_ParseTuple(args, "ip", &kind, &lines)) return NULL;
    o.kind = (msd_arrow_kind)kind;
    o.lines = lines != 0;
    PyObject *out = empty_schema(&schema);
    if (!out || msd_arrow_schema(&o, schema, &err) == MSD_OK) return out;
    Py_DECREF(out);
    return core_raise(&err);
}

/* ---- the type and the module ---- */

static PyMethodDef engine_methods[] = {
    {"close", engine_close, METH_NOARGS, "Let go of the model; calls that are at work end first."},
    {"versions", engine_versions, METH_NOARGS, "What model and what knowledge it codes with."},
    {"_explain", engine_explain, METH_VARARGS, "Why a text gives what it gives."},
    {"run", engine_run, METH_VARARGS, "A batch put through the engine, as capsules."},
    {NULL, NULL, 0, NULL}};

static PyGetSetDef getters[] = {{"closed", engine_closed, NULL, "Is it closed?", NULL}, {NULL, NULL, NULL, NULL, NULL}};

static PyType_Slot slots[] = {{Py_tp_doc, "A model and knowledge, open; masudi.Engine is made of it."},
                              {Py_tp_init, engine_init},
                              {Py_tp_dealloc, engine_dealloc},
                              {Py_tp_methods, engine_methods},
                              {Py_tp_getset, getters},
                              {0, NULL}};

static PyType_Spec spec = {"masudi._core.Engine", sizeof(engine), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};

static const char *event_name(size_t i)
{
    return msd_event_name(i);
}

static const char *status_name(size_t i)
{
    return i < MSD_N_CLAIM_STATUS ? msd_claim_status_name((msd_claim_status)i) : NULL;
}

/* A tuple of the names up to the first that is not there. */
static PyObject *names(const char *(*name)(size_t))
{
    size_t n = 0;
    while (name(n)) n++;
    PyObject *list = PyTuple_New((Py_ssize_t)n);
    for (size_t i = 0; list && i < n; i++) {
        PyObject *one = PyUnicode_FromString(name(i));
        if (!one || PyTuple_SetItem(list, (Py_ssize_t)i, one) < 0) Py_CLEAR(list);
    }
    return list;
}

/* The value is taken over; NULL: that has been raised. */
static bool put(PyObject *module, const char *name, PyObject *value)
{
    int rc = value ? PyModule_AddObject(module, name, value) : -1;
    if (rc < 0) Py_XDECREF(value);
    return rc == 0;
}

static int fill(PyObject *module)
{
    PyObject *errors = PyImport_ImportModule("masudi._errors");
    if (!errors) return -1;
    Py_XDECREF(core_error);
    core_error = PyObject_GetAttrString(errors, "CoreError");
    Py_DECREF(errors);
    bool fine = core_error && put(module, "Engine", PyType_FromSpec(&spec)) &&
                put(module, "EVENTS", names(event_name)) && put(module, "STATUSES", names(status_name)) &&
                PyModule_AddStringConstant(module, "VERSION", MSD_VERSION) == 0 &&
                PyModule_AddIntConstant(module, "SCHEMA", MSD_SCHEMA) == 0 &&
                PyModule_AddFunctions(module, core_story_methods) == 0;
    return fine ? 0 : -1;
}

static PyMethodDef module_methods[] = {{"schema", core_schema, METH_VARARGS, "The type of what Engine.run gives."},
                                       {NULL, NULL, 0, NULL}};

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, fill}, {0, NULL}};

static struct PyModuleDef module = {.m_base = PyModuleDef_HEAD_INIT,
                                    .m_name = "masudi._core",
                                    .m_doc = "The library; masudi is what to use.",
                                    .m_methods = module_methods,
                                    .m_slots = module_slots};

PyMODINIT_FUNC PyInit__core(void)
{
    return PyModuleDef_Init(&module);
}
