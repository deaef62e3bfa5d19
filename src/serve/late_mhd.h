/* late_mhd.h: libmicrohttpd, the server's HTTP, opened at its first use (base/dynlib.h). */
#ifndef MSDX_LATE_MHD_H
#define MSDX_LATE_MHD_H
#include <microhttpd.h>

#include "base/dynlib.h"

#define MSDX_MHD(X) \
    X(MHD_add_response_header) \
    X(MHD_create_response_from_buffer_with_free_callback) \
    X(MHD_create_response_from_callback) \
    X(MHD_destroy_response) \
    X(MHD_get_connection_info) \
    X(MHD_get_connection_values) \
    X(MHD_get_daemon_info) \
    X(MHD_lookup_connection_value) \
    X(MHD_queue_response) \
    X(MHD_resume_connection) \
    X(MHD_start_daemon) \
    X(MHD_stop_daemon) \
    X(MHD_suspend_connection)

typedef struct msdx_mhd_table {
    MSDX_MHD(MSDX_DYNLIB_FIELD)
} msdx_mhd_table;
extern msdx_mhd_table msdx_mhd;

/* Before any of the functions is called. Fails MSD_EUNSUPPORTED. */
MSD_MUST_CHECK msd_status msdx_mhd_open(msd_error *err);

#define MHD_add_response_header msdx_mhd.MHD_add_response_header
#define MHD_create_response_from_buffer_with_free_callback msdx_mhd.MHD_create_response_from_buffer_with_free_callback
#define MHD_create_response_from_callback msdx_mhd.MHD_create_response_from_callback
#define MHD_destroy_response msdx_mhd.MHD_destroy_response
#define MHD_get_connection_info msdx_mhd.MHD_get_connection_info
#define MHD_get_connection_values msdx_mhd.MHD_get_connection_values
#define MHD_get_daemon_info msdx_mhd.MHD_get_daemon_info
#define MHD_lookup_connection_value msdx_mhd.MHD_lookup_connection_value
#define MHD_queue_response msdx_mhd.MHD_queue_response
#define MHD_resume_connection msdx_mhd.MHD_resume_connection
#define MHD_start_daemon msdx_mhd.MHD_start_daemon
#define MHD_stop_daemon msdx_mhd.MHD_stop_daemon
#define MHD_suspend_connection msdx_mhd.MHD_suspend_connection
#endif
