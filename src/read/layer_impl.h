/* layer_impl.h: what the readers of other data sets share. */
#ifndef MSDX_LAYER_IMPL_H
#define MSDX_LAYER_IMPL_H
#include "read/csv.h"
#include "read/layer.h"

typedef enum msdx_layer_field {
    MSDX_LAYER_NUMBER = 0,
    MSDX_LAYER_DAY,
    MSDX_LAYER_ACTOR,
    MSDX_LAYER_RECIPIENT,
    MSDX_LAYER_CODE,
    MSDX_LAYER_GOLDSTEIN,
    MSDX_LAYER_COUNTRY,
    MSDX_LAYER_PLACE,
    MSDX_LAYER_LATITUDE,
    MSDX_LAYER_LONGITUDE,
    MSDX_LAYER_ADDRESS,
    MSDX_N_LAYER_FIELD
} msdx_layer_field;

typedef struct msdx_layer_form {
    const char *name;
    bool (*is)(const struct msdx_layer_form *f, msdx_str bytes); /* does a file begin so? */
    msd_status (*open)(msdx_layer_reader *r, msd_error *err);    /* sets the head; NULL: nothing to do */
    msd_status (*next)(msdx_layer_reader *r, msdx_layer_item *item, msd_error *err);
    /* of tables */
    char part;
    bool quoted, number_is_words, day_first;
    unsigned n, n_least; /* columns; n 0: as many as the head has, n_least without one */
    const char *head;    /* how its head begins; NULL: it has none, or its columns are known by name */
    const char *const *name_of[MSDX_N_LAYER_FIELD]; /* names in small letters, the first that is there; NULL ends */
    int column[MSDX_N_LAYER_FIELD];                 /* from 1; 0: it has none */
} msdx_layer_form;

struct msdx_layer_reader {
    const msdx_layer_form *form;
    msdx_str bytes, head;
    size_t at, line;                /* the next byte; its line, from 1 */
    msdx_csv csv;                   /* of tables */
    msdx_csv_row *row;              /* of tables; NULL: none */
    int column[MSDX_N_LAYER_FIELD]; /* from 1; 0: it has none */
    unsigned n_head;                /* columns that the head names; 0: no head */
    msdx_arena arena;               /* strings of the row at hand */
    msdx_str document;              /* of XML: the document's id */
};

/* ---- layer_table.c, layer_json.c, layer_xml.c ---- */
bool msdx_layer_table_is(const msdx_layer_form *f, msdx_str bytes);
msd_status msdx_layer_table_open(msdx_layer_reader *r, msd_error *err);
msd_status msdx_layer_table_next(msdx_layer_reader *r, msdx_layer_item *item, msd_error *err);
msd_status msdx_layer_pitf_next(msdx_layer_reader *r, msdx_layer_item *item, msd_error *err);
bool msdx_layer_json_is(const msdx_layer_form *f, msdx_str bytes);
msd_status msdx_layer_json_open(msdx_layer_reader *r, msd_error *err);
msd_status msdx_layer_json_next(msdx_layer_reader *r, msdx_layer_item *item, msd_error *err);
bool msdx_layer_xml_is(const msdx_layer_form *f, msdx_str bytes);
msd_status msdx_layer_xml_open(msdx_layer_reader *r, msd_error *err);
msd_status msdx_layer_xml_next(msdx_layer_reader *r, msdx_layer_item *item, msd_error *err);

/* ---- layer.c ---- */

/* "20150218", with a time or without, "2015-02-18", "08-May-2015", "8 May 2015", as ISO. False: no date. */
bool msdx_layer_day(msdx_str s, char day[11]);
/* "8/5/2015" is the eighth of May. */
bool msdx_layer_day_first(msdx_str s, char day[11]);
/* A number, or nothing (R writes NA, SQL NULL). False: something else. */
bool msdx_layer_number(msdx_str s, double *out, bool *has);
/* "NA" and "NULL" are nothing. */
msdx_str msdx_layer_text(msdx_str s);
bool msdx_layer_is_digits(msdx_str s);
/* The bytes from r->at on for n of them are the next row: sets item's raw and line, and moves on. */
void msdx_layer_take(msdx_layer_reader *r, size_t n, msdx_layer_item *item);
#endif
