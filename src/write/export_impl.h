/* export_impl.h: what the exports share. */
#ifndef MSDX_EXPORT_IMPL_H
#define MSDX_EXPORT_IMPL_H
#include "write/export.h"
#include "write/json.h"

/* A claim on its way out. */
typedef struct msdx_out {
    msdx_export *x;
    msdx_buf *buf;
    const msd_doc *doc;
    const msd_claim *c;
    const msdx_unit *u;
    char date[11]; /* of the event, else of publication; "" when neither is known */
} msdx_out;

typedef struct msdx_export_form {
    const char *name;
    void (*head)(msdx_export *x, msdx_buf *buf); /* NULL: nothing */
    void (*row)(const msdx_out *o);
    void (*tail)(msdx_export *x, msdx_buf *buf);
    bool columnar; /* the claims' own columns, in bytes that are no text */
} msdx_export_form;

/* A network's node and edge, as they add up. */
typedef struct msdx_net_node {
    const char *id, *name, *country, *sector;
    uint64_t n;
} msdx_net_node;
typedef struct msdx_net_edge {
    uint32_t from, to;
    const char *event, *quad;
    uint64_t n;
    double goldstein; /* sum */
    char first[11], last[11];
} msdx_net_edge;
typedef struct msdx_net {
    msdx_net_node *node;
    msdx_net_edge *edge;
    uint32_t n_node, node_room, n_edge, edge_room;
    uint32_t *slot; /* of edges and nodes alike: open addressing over 2 * index + (1 for an edge) + 1; 0: free */
    uint32_t n_slot;
} msdx_net;

/* Rows of a columnar form, until there are enough of them. */
typedef struct msdx_column {
    msdx_value_type type;
    const char *name;
    msdx_buf valid, end,
        data; /* a bit a row; where each text ends, 32 bits; texts, or values of 64 bits, a date of 32 */
    size_t n_null;
} msdx_column;
typedef struct msdx_columns {
    msdx_column *column;
    size_t n_column, n_row, n_byte;
    msdx_buf text;             /* scratch */
    msdx_buf groups;           /* of Parquet: what its footer says of the rows that are written */
    uint64_t n_written, n_all; /* bytes of the file; rows */
    uint32_t n_group;
    bool failed; /* sticky: out of memory */
} msdx_columns;

struct msdx_export {
    const msdx_export_form *form;
    msdx_export_about about;
    msdx_arena arena;
    bool every_status, comma; /* comma: something stands before */
    msdx_net net;
    msdx_columns columns;
};

/* ---- one file a format ---- */
extern const msdx_export_form msdx_export_gdelt1, msdx_export_gdelt2, msdx_export_mentions, msdx_export_phoenix,
    msdx_export_icews, msdx_export_polecat, msdx_export_plover, msdx_export_acled, msdx_export_geojson, msdx_export_kml,
    msdx_export_gexf, msdx_export_graphml, msdx_export_arrow, msdx_export_parquet;
void msdx_net_clear(msdx_net *net);

/* ---- column.c: what Arrow and Parquet share ---- */
bool msdx_columns_init(msdx_columns *c); /* false: out of memory */
void msdx_columns_clear(msdx_columns *c);
/* Of the claim; msdx_columns_failed tells of failure. */
void msdx_columns_row(msdx_columns *c, const msdx_out *o);
void msdx_columns_reset(msdx_columns *c); /* no rows */
bool msdx_columns_failed(const msdx_columns *c);
void msdx_put_le(msdx_buf *buf, uint64_t v, unsigned n_byte);
/* What made the file, name and value; NULL after the last. Those with nothing to say are passed over by the caller. */
const char *msdx_about_field(const msdx_export *x, size_t i, const char **value);

/* ---- pairs ---- */

/* One actor does it to one recipient; either may be NULL. `id`: numeric, stable, below 2^53. */
typedef struct msdx_couple {
    const msd_entity *actor, *recipient;
    uint64_t id;
} msdx_couple;
/*
 * Every actor with every recipient. Of a mutual act, which has several actors and
 * no recipient, each with each other, both ways round, as CAMEO codes it.
 */
void msdx_couples(const msdx_out *o, void (*each)(const msdx_out *o, const msdx_couple *p));
/* The number of the claim itself. */
uint64_t msdx_claim_number(const msd_claim *c, size_t i, size_t k);

/* ---- cells ---- */

/* A field of a tab-separated line: tabs, line ends and control characters become spaces. */
void msdx_cell(msdx_buf *buf, msdx_str s);
void msdx_next(msdx_buf *buf, msdx_str s);       /* a tab and the cell */
void msdx_next_of(msdx_buf *buf, const char *s); /* NULL is "" */
void msdx_tabs(msdx_buf *buf, unsigned n);
/* "%.*f" or "%.*g" with a point whatever the locale; no minus zero. */
void msdx_cell_num(msdx_buf *buf, char form, int digits, double d);
/* RFC 4180: quoted where it must be. */
void msdx_cell_csv(msdx_buf *buf, msdx_str s);
/* XML character data or attribute: the five characters escaped, what XML 1.0 cannot hold left out. */
void msdx_cell_xml(msdx_buf *buf, msdx_str s);

/* Its name, else the mention's words. */
msdx_str msdx_entity_label(const msdx_unit *u, const msd_entity *e);
/* The state that the code names; NULL for IGO, UNO ... and for none. */
const msdx_actor *msdx_state_of(const msdx_out *o, const char *country);
/* The state of an entity that is that state itself by its own name ('France'), which CAMEO data sets code without a
 * role (FRA); else NULL. */
const msdx_actor *msdx_bare_state(const msdx_out *o, const msd_entity *e);
/* CAMEO's codes of a people or faith, three letters each, as GDELT writes them; "" when it has none. */
const char *msdx_gdelt_people(const char *entity);
/* The CAMEO actor code as those data sets write it. */
void msdx_cameo_actor(const msdx_out *o, const msd_entity *e, char out[32]);
/* The event code with at least three digits ("14" is 140), on a code list ("1.1b3"). */
void msdx_cameo_code(const msdx_out *o, const char *list, char out[8]);
/* The name of a country, or NULL. */
const char *msdx_country_name(const msdx_out *o, const char *country);
/* The sentence's text. */
msdx_str msdx_sentence_text(const msdx_out *o);
/* Who made the file and may use it how: "Masudi 0.1.0 (model ..., knowledge ...)". */
void msdx_citation(const msdx_export *x, msdx_buf *buf);

/* A head of columns, parted by `between`. */
void msdx_column_names(msdx_buf *buf, const char *const *name, size_t n, char between);
#endif
