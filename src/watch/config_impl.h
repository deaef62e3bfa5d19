/* config_impl.h: what the two files that read a configuration share: config.c has its lines and entries,
 * config_fields.c what each field may be. */
#ifndef MSDX_WATCH_CONFIG_IMPL_H
#define MSDX_WATCH_CONFIG_IMPL_H
#include "watch/config.h"

enum { MSDX_CONFIG_VALUES = 256 }; /* of a field */

/* What is being read. */
struct msdx_reading {
    msdx_watch_config *c;
    msdx_buf *problems;
    const char *name; /* of the file */
    size_t line, n_problem;
    unsigned flags;
    msdx_buf feed, rule, sink, allow;    /* of structs, as they come */
    const struct msdx_config_kind *kind; /* of the entry; NULL: none, or one that is no good */
    size_t entry_line;
    bool settings; /* there are some */
    bool no_memory;
    const char *id;
    uint64_t seen;    /* fields of the entry, by their place in the table */
    msdx_buf deliver; /* of msdx_config_deliver: names of sinks, looked up at the end */
};

struct msdx_config_deliver {
    uint32_t rule;
    const char *name;
    size_t line;
};

/* What stands after a field. */
struct msdx_values {
    const char *at[MSDX_CONFIG_VALUES];
    size_t n;
    msdx_str raw; /* as one */
};

struct msdx_config_field {
    const char *key;
    void (*take)(struct msdx_reading *r, const struct msdx_values *v);
    bool needed, many; /* many: several values, parted by | */
};

struct msdx_config_kind {
    const char *name;
    enum { MSDX_ENTRY_SETTINGS = 0, MSDX_ENTRY_FEED, MSDX_ENTRY_WATCH, MSDX_ENTRY_SINK } is;
    msdx_sink_kind sink;
    const struct msdx_config_field *field; /* a key of NULL ends */
};

enum { MSDX_CONFIG_KINDS = 8 };
extern const struct msdx_config_kind msdx_config_kinds[MSDX_CONFIG_KINDS];

#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
void msdx_config_problem(struct msdx_reading *r, size_t line, const char *fmt, ...);
/* A copy that lives as long as the configuration; "" when there is no memory, which is found out at the end. */
const char *msdx_config_keep(struct msdx_reading *r, msdx_str s);
#endif
