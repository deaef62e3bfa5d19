/* gdelt_files.h: claims as the files that GDELT serves: one for each quarter of an hour (2.0: events and mentions) or
 * day (1.0) in which documents were published, zipped, and the lists of them that clients look at.
 *
 *   2.0  20150218230000.export.CSV.zip, ...mentions.CSV.zip, lastupdate.txt, masterfilelist.txt
 *   1.0  20150218.export.CSV.zip, md5sums, filesizes
 *
 * Threads: belongs to one thread at a time. */
#ifndef MSDX_GDELT_FILES_H
#define MSDX_GDELT_FILES_H
#include "write/export.h"

typedef struct msdx_gdelt_files msdx_gdelt_files;

/* Does this output of this form (NULL: none) mean a folder? One that is there, or a name that ends with a slash. */
bool msdx_gdelt_files_is(const char *form, const char *path);
/* The folder is made. `base` (NULL: nothing) stands before names in lists. Strings are borrowed. */
MSD_MUST_CHECK msd_status msdx_gdelt_files_open(msdx_gdelt_files **out, const char *form, const char *path,
                                                const char *base, const msdx_export_about *about, bool every_status,
                                                msd_error *err);
/* A claim whose document and event have no date is in no file, and told of at the end. */
MSD_MUST_CHECK msd_status msdx_gdelt_files_add(msdx_gdelt_files *files, const msd_doc *doc, const msd_claim *claim,
                                               msd_error *err);
/* Files that were there already under these names are replaced; the lists name all that the folder holds. */
MSD_MUST_CHECK msd_status msdx_gdelt_files_end(msdx_gdelt_files *files, msd_error *err);
void msdx_gdelt_files_close(msdx_gdelt_files *files); /* NULL is fine */
#endif
