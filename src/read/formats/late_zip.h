/* late_zip.h: libzip, opened when the first archive comes (base/dynlib.h). */
#ifndef MSDX_LATE_ZIP_H
#define MSDX_LATE_ZIP_H
#include <zip.h>

#include "base/dynlib.h"

#define MSDX_ZIP(X) \
    X(zip_close) \
    X(zip_discard) \
    X(zip_error_code_zip) \
    X(zip_error_fini) \
    X(zip_error_init) \
    X(zip_error_init_with_code) \
    X(zip_error_strerror) \
    X(zip_fclose) \
    X(zip_fdopen) \
    X(zip_file_add) \
    X(zip_file_get_error) \
    X(zip_file_set_dostime) \
    X(zip_file_strerror) \
    X(zip_fopen_index) \
    X(zip_fread) \
    X(zip_get_error) \
    X(zip_get_name) \
    X(zip_get_num_entries) \
    X(zip_name_locate) \
    X(zip_open) \
    X(zip_open_from_source) \
    X(zip_source_buffer_create) \
    X(zip_source_file) \
    X(zip_source_file_create) \
    X(zip_source_free) \
    X(zip_stat) \
    X(zip_stat_index) \
    X(zip_stat_init) \
    X(zip_strerror)

typedef struct msdx_zip_table {
    MSDX_ZIP(MSDX_DYNLIB_FIELD)
} msdx_zip_table;
extern msdx_zip_table msdx_zip_late;

/* Before any of the functions is called. Fails MSD_EUNSUPPORTED. */
MSD_MUST_CHECK msd_status msdx_zip_library(msd_error *err);

#define zip_close msdx_zip_late.zip_close
#define zip_discard msdx_zip_late.zip_discard
#define zip_error_code_zip msdx_zip_late.zip_error_code_zip
#define zip_error_fini msdx_zip_late.zip_error_fini
#define zip_error_init msdx_zip_late.zip_error_init
#define zip_error_init_with_code msdx_zip_late.zip_error_init_with_code
#define zip_error_strerror msdx_zip_late.zip_error_strerror
#define zip_fclose msdx_zip_late.zip_fclose
#define zip_fdopen msdx_zip_late.zip_fdopen
#define zip_file_add msdx_zip_late.zip_file_add
#define zip_file_get_error msdx_zip_late.zip_file_get_error
#define zip_file_set_dostime msdx_zip_late.zip_file_set_dostime
#define zip_file_strerror msdx_zip_late.zip_file_strerror
#define zip_fopen_index msdx_zip_late.zip_fopen_index
#define zip_fread msdx_zip_late.zip_fread
#define zip_get_error msdx_zip_late.zip_get_error
#define zip_get_name msdx_zip_late.zip_get_name
#define zip_get_num_entries msdx_zip_late.zip_get_num_entries
#define zip_name_locate msdx_zip_late.zip_name_locate
#define zip_open msdx_zip_late.zip_open
#define zip_open_from_source msdx_zip_late.zip_open_from_source
#define zip_source_buffer_create msdx_zip_late.zip_source_buffer_create
#define zip_source_file msdx_zip_late.zip_source_file
#define zip_source_file_create msdx_zip_late.zip_source_file_create
#define zip_source_free msdx_zip_late.zip_source_free
#define zip_stat msdx_zip_late.zip_stat
#define zip_stat_index msdx_zip_late.zip_stat_index
#define zip_stat_init msdx_zip_late.zip_stat_init
#define zip_strerror msdx_zip_late.zip_strerror
#endif
