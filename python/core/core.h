/* core.h: what the files of the module share. */
#ifndef MASUDI_CORE_H
#define MASUDI_CORE_H
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "masudi.h"

/* Raises CoreError; NULL. */
PyObject *core_raise(const msd_error *err);

/* The functions for stories (story.c). */
extern PyMethodDef core_story_methods[];
#endif
