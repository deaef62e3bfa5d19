/* cmd_know.h: what the parts of `masudi know` share. */
#ifndef MSDX_CMD_KNOW_H
#define MSDX_CMD_KNOW_H
#include "cli/cli.h"
#include "know/know.h"

/* The folders given, or `knowledge` here or beside the program's folder. Gives how many; 0: none was found. */
size_t msdx_know_folders(const char *const *given, size_t n_given, const char *const **folder);
/* Compile to `out`: on top of a compiled file where `base` is not NULL, else with a gazetteer where that is not NULL;
 * problems go to standard error. */
MSD_MUST_CHECK msd_status msdx_know_make(const char *base, const char *const *folder, size_t n_folder,
                                         const char *gazetteer, const char *out, msd_error *err);
/* The installed knowledge, with the folders of --knowledge. */
MSD_MUST_CHECK msd_status msdx_know_open_installed(msdx_know **out, const msdx_cli_args *args, msd_error *err);

/* The systems whose every word something in the files should lead to, and what it is that does. */
typedef struct msdx_reach {
    msdx_system system;
    const char *many, *by;
} msdx_reach;
enum { MSDX_N_REACH = 7 };
extern const msdx_reach msdx_reach_of[MSDX_N_REACH];
/* What is worth a look; with `list`, each is told on standard error. Texts that are alike are told on standard output:
 * they are a fault. */
typedef struct msdx_know_look {
    size_t n_shared, n_unproven, n_unreached[MSDX_N_REACH], n_alike;
} msdx_know_look;
MSD_MUST_CHECK msd_status msdx_know_look_at(const msdx_know *know, bool list, msdx_know_look *out, msd_error *err);
/* In which shape an example shows its frame. */
typedef struct msdx_shape {
    const char *rule;
    uint32_t shape;
} msdx_shape;
typedef struct msdx_shapes {
    msdx_shape *item;
    size_t n;
} msdx_shapes;
/* By the form and the relation of the trigger, and the side on which the actor stands; 0: no claim is by the frame. */
uint32_t msdx_shape_of(const msdx_example *x, const msd_doc *doc);
/* How many frames show fewer than three. Sorts. */
size_t msdx_shapes_thin(msdx_shapes *s, bool list);
/* "ASSAULT.abduct" of a mode, else the term's own id. */
const char *msdx_term_name(const msdx_term *t, msdx_system system, char room[128]);
/* `know gazetteer`: packages of GeoNames data into the file that `compile --gazetteer` takes. */
int msdx_know_gazetteer_run(const msdx_cli_args *args, const char *const *package, size_t n_package);
int msdx_know_check_run(const msdx_cli_args *args, const char *const *folder, size_t n_folder);
int msdx_know_stats_run(const msdx_cli_args *args);
int msdx_know_import_run(const msdx_cli_args *args, const char *const *folder, size_t n_folder);
int msdx_know_find_run(const msdx_cli_args *args, const char *const *name, size_t n_name);
#endif
