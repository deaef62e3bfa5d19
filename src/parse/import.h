/* import.h: turn a published pipeline package (a wheel, or its folder) into a
 * model pack. Part of the program, not of the library: uses libzip and jansson.
 * Each component's importer adds its own sections to the pack.
 *
 * import_source.c finds members by the path inside the package's data folder,
 * such as "parser/model"; import_node.c gives a MessagePack file as a tree. */
#ifndef MSDX_IMPORT_H
#define MSDX_IMPORT_H
#include "base/pack.h"

typedef struct msdx_import msdx_import; /* an open wheel or folder */

/* `masudi model import PATH -o OUT`. */
MSD_MUST_CHECK msd_status msdx_model_import(const char *path, const char *out_path, msd_error *err);

/* A broken package is MSD_EFORMAT with one line that says where; a missing one MSD_EIO. */
MSD_MUST_CHECK msd_status msdx_import_open(msdx_import **out, const char *path, msd_error *err);
/* The same over a wheel's bytes, borrowed until close (tests, fuzzing). */
MSD_MUST_CHECK msd_status msdx_import_open_bytes(msdx_import **out, const void *p, size_t n, const char *name,
                                                 msd_error *err);
void msdx_import_close(msdx_import *im);
/* The bytes of one member, owned by im until it is closed. Fails MSD_EFORMAT naming the member when it is not there. */
MSD_MUST_CHECK msd_status msdx_import_bytes(msdx_import *im, const char *member, msdx_str *out, msd_error *err);
bool msdx_import_has(const msdx_import *im, const char *member);

/* ---- a MessagePack document as a tree (nodes owned by im) ---- */
typedef enum {
    MSDX_N_NIL,
    MSDX_N_BOOL,
    MSDX_N_INT,
    MSDX_N_UINT,
    MSDX_N_FLOAT,
    MSDX_N_STR,
    MSDX_N_BIN,
    MSDX_N_ARRAY,
    MSDX_N_MAP,
    MSDX_N_NDARRAY
} msdx_node_type;
typedef struct msdx_node {
    msdx_node_type type;
    union {
        bool b;
        int64_t i;
        uint64_t u;
        double f;
        msdx_str s; /* STR, BIN */
        struct {
            const struct msdx_node *item;
            size_t n;
        } a; /* ARRAY; MAP: key, value, key, value: n pairs */
        struct {
            char dtype[8];
            uint32_t n_dim;
            uint64_t dim[4];
            msdx_str data;
        } nd; /* msgpack-numpy, C order, little-endian */
    } v;
} msdx_node;
MSD_MUST_CHECK msd_status msdx_import_node(msdx_import *im, const char *member, const msdx_node **out, msd_error *err);
/* The same over bytes; nodes in the arena, strings in the bytes. name is for messages. */
MSD_MUST_CHECK msd_status msdx_node_read(msdx_arena *a, msdx_str bytes, const char *name, const msdx_node **out,
                                         msd_error *err);
/* NULL when absent or not a map; BIN keys match too. */
const msdx_node *msdx_node_find(const msdx_node *map, const char *key);
const msdx_node *msdx_node_find_uint(const msdx_node *map, uint64_t key);
/* An integer node's value, else 0 and *ok false. */
int64_t msdx_node_int(const msdx_node *n, bool *ok);

/* config.cfg: the JSON text of `key` in `[section]`, such as ("components.parser.model", "hidden_width"); NULL: none. */
const char *msdx_import_config(msdx_import *im, const char *section, const char *key);

/*
 * A pattern of Python's re (UTF-8) as a pattern for PCRE2 with UTF and UCP, appended to out.
 * Gives  *width, the most code points a match can have, SIZE_MAX where there is no bound. The one unbounded
 *        alternative `\.\.+$` counts as 2: msdx_tokenizer's search copes with a longer run of one character.
 * Fails  MSD_EUNSUPPORTED, naming `name` and the byte, for syntax outside what tokenizers use.
 */
MSD_MUST_CHECK msd_status msdx_regex_translate(msdx_str re, const char *name, msdx_buf *out, size_t *width,
                                               msd_error *err);

/* Memory that lives as long as im, for the importers' own use. */
msdx_arena *msdx_import_arena(msdx_import *im);
const char *msdx_import_name(const msdx_import *im); /* the path it was opened by */

/* ---- one importer a component; each adds sections under its own prefix ---- */
MSD_MUST_CHECK msd_status msdx_import_meta(msdx_import *im, msdx_pack_writer *w, msd_error *err); /* "meta/…" */
MSD_MUST_CHECK msd_status msdx_import_vocab(msdx_import *im, msdx_pack_writer *w,
                                            msd_error *err); /* "vocab/…": lexeme_norm, base norms */
MSD_MUST_CHECK msd_status msdx_import_tokenizer(msdx_import *im, msdx_pack_writer *w,
                                                msd_error *err); /* "tokenizer/…" */
MSD_MUST_CHECK msd_status msdx_import_networks(msdx_import *im, msdx_pack_writer *w,
                                               msd_error *err); /* "tok2vec/…" "tagger/…" "parser/…" "ner/…" */
MSD_MUST_CHECK msd_status msdx_import_ruler(msdx_import *im, msdx_pack_writer *w, msd_error *err); /* "ruler/…" */
MSD_MUST_CHECK msd_status msdx_import_lemmatizer(msdx_import *im, msdx_pack_writer *w,
                                                 msd_error *err); /* "lemmatizer/…" */
#endif
