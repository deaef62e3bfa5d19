/* from_arrow.c: an array of the Arrow C Data Interface as what R has: a struct is a data frame, a list a list. Types
 * are those that libmasudi gives: utf8, int64, double, struct and list. */
#include "masudi_r.h"

#include <limits.h>
#include <string.h>

static int is_valid(const struct ArrowArray *a, int64_t i)
{
    const uint8_t *bits = a->n_buffers ? a->buffers[0] : NULL;
    int64_t at = a->offset + i;
    return !bits || (bits[at / 8] >> (at % 8) & 1);
}

/* Rows of which the parent has none are none, whatever the child holds there. */
static int is_there(const struct ArrowArray *a, const unsigned char *there, int64_t from, int64_t i)
{
    return (!there || there[i]) && is_valid(a, from + i);
}

static SEXP texts(const struct ArrowArray *a, int64_t from, R_xlen_t n, const unsigned char *there)
{
    const int32_t *at = (const int32_t *)a->buffers[1] + a->offset + from;
    const char *bytes = a->buffers[2];
    SEXP out = PROTECT(Rf_allocVector(STRSXP, n));
    for (R_xlen_t i = 0; i < n; i++) {
        if (is_there(a, there, from, i))
            SET_STRING_ELT(out, i, Rf_mkCharLenCE(bytes ? bytes + at[i] : "", at[i + 1] - at[i], CE_UTF8));
        else
            SET_STRING_ELT(out, i, NA_STRING);
    }
    UNPROTECT(1);
    return out;
}

/* Integers, but doubles when one is beyond them. */
static SEXP wholes(const struct ArrowArray *a, int64_t from, R_xlen_t n, const unsigned char *there)
{
    const int64_t *v = (const int64_t *)a->buffers[1] + a->offset + from;
    int wide = 0;
    for (R_xlen_t i = 0; i < n; i++)
        if (is_there(a, there, from, i) && (v[i] > INT_MAX || v[i] <= INT_MIN)) wide = 1;
    SEXP out = PROTECT(Rf_allocVector(wide ? REALSXP : INTSXP, n));
    for (R_xlen_t i = 0; i < n; i++) {
        int there_is = is_there(a, there, from, i);
        if (wide)
            REAL(out)[i] = there_is ? (double)v[i] : NA_REAL;
        else
            INTEGER(out)[i] = there_is ? (int)v[i] : NA_INTEGER;
    }
    UNPROTECT(1);
    return out;
}

static SEXP numbers(const struct ArrowArray *a, int64_t from, R_xlen_t n, const unsigned char *there)
{
    const double *v = (const double *)a->buffers[1] + a->offset + from;
    SEXP out = PROTECT(Rf_allocVector(REALSXP, n));
    for (R_xlen_t i = 0; i < n; i++) REAL(out)[i] = is_there(a, there, from, i) ? v[i] : NA_REAL;
    UNPROTECT(1);
    return out;
}

static SEXP convert(const struct ArrowSchema *s, const struct ArrowArray *a, int64_t from, R_xlen_t n,
                    const unsigned char *there);

/* Class and row names of a data frame, in R's short form. */
static void make_frame(SEXP list, R_xlen_t n)
{
    SEXP rows = PROTECT(Rf_allocVector(INTSXP, 2));
    INTEGER(rows)[0] = NA_INTEGER;
    INTEGER(rows)[1] = -(int)n;
    Rf_setAttrib(list, R_RowNamesSymbol, rows);
    Rf_setAttrib(list, R_ClassSymbol, Rf_mkString("data.frame"));
    UNPROTECT(1);
}

static SEXP frame(const struct ArrowSchema *s, const struct ArrowArray *a, int64_t from, R_xlen_t n,
                  const unsigned char *there)
{
    SEXP out = PROTECT(Rf_allocVector(VECSXP, s->n_children)), names = PROTECT(Rf_allocVector(STRSXP, s->n_children));
    unsigned char *mask = (unsigned char *)R_alloc(n ? (size_t)n : 1, 1);
    for (R_xlen_t i = 0; i < n; i++) mask[i] = (unsigned char)is_there(a, there, from, i);
    for (int64_t k = 0; k < s->n_children; k++) {
        SET_STRING_ELT(names, k, Rf_mkCharCE(s->children[k]->name, CE_UTF8));
        SET_VECTOR_ELT(out, k, convert(s->children[k], a->children[k], a->offset + from, n, mask));
    }
    Rf_setAttrib(out, R_NamesSymbol, names);
    make_frame(out, n);
    UNPROTECT(2);
    return out;
}

static SEXP lists(const struct ArrowSchema *s, const struct ArrowArray *a, int64_t from, R_xlen_t n,
                  const unsigned char *there)
{
    const int32_t *at = (const int32_t *)a->buffers[1] + a->offset + from;
    SEXP out = PROTECT(Rf_allocVector(VECSXP, n));
    for (R_xlen_t i = 0; i < n; i++) {
        const void *top = vmaxget();
        if (is_there(a, there, from, i))
            SET_VECTOR_ELT(out, i, convert(s->children[0], a->children[0], at[i], at[i + 1] - at[i], NULL));
        vmaxset(top);
    }
    UNPROTECT(1);
    return out;
}

static SEXP convert(const struct ArrowSchema *s, const struct ArrowArray *a, int64_t from, R_xlen_t n,
                    const unsigned char *there)
{
    if (strcmp(s->format, "u") == 0) return texts(a, from, n, there);
    if (strcmp(s->format, "l") == 0) return wholes(a, from, n, there);
    if (strcmp(s->format, "g") == 0) return numbers(a, from, n, there);
    if (strcmp(s->format, "+s") == 0) return frame(s, a, from, n, there);
    if (strcmp(s->format, "+l") == 0) return lists(s, a, from, n, there);
    Rf_error("a column of type '%s', which this package does not know", s->format);
}

/* A list column of the batch as one: how many of its values each row has, and all the values. */
static SEXP spread(const struct ArrowSchema *s, const struct ArrowArray *a)
{
    static const char *const names[] = {"n", "values", ""};
    const int32_t *at = (const int32_t *)a->buffers[1] + a->offset;
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, (const char **)(uintptr_t)names));
    SEXP n = Rf_allocVector(INTSXP, (R_xlen_t)a->length);
    SET_VECTOR_ELT(out, 0, n);
    for (int64_t i = 0; i < a->length; i++) INTEGER(n)[i] = at[i + 1] - at[i];
    SET_VECTOR_ELT(out, 1, convert(s->children[0], a->children[0], at[0], at[a->length] - at[0], NULL));
    UNPROTECT(1);
    return out;
}

SEXP masudi_r_batch(const struct ArrowSchema *s, const struct ArrowArray *a)
{
    SEXP out = PROTECT(Rf_allocVector(VECSXP, s->n_children)), names = PROTECT(Rf_allocVector(STRSXP, s->n_children));
    for (int64_t k = 0; k < s->n_children; k++) {
        const struct ArrowSchema *child = s->children[k];
        SET_STRING_ELT(names, k, Rf_mkCharCE(child->name, CE_UTF8));
        SET_VECTOR_ELT(out, k,
                       strcmp(child->format, "+l") == 0 ? spread(child, a->children[k])
                                                        : convert(child, a->children[k], 0, (R_xlen_t)a->length, NULL));
    }
    Rf_setAttrib(out, R_NamesSymbol, names);
    UNPROTECT(2);
    return out;
}
