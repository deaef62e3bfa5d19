/* late_curl.h: libcurl, what watch fetches and delivers by, opened at its first use (base/dynlib.h). */
#ifndef MSDX_LATE_CURL_H
#define MSDX_LATE_CURL_H
#define CURL_DISABLE_TYPECHECK /* its macros would take the functions' names */
#include <curl/curl.h>
#undef curl_easy_getinfo
#undef curl_easy_setopt

#include "base/dynlib.h"

#define MSDX_CURL(X) \
    X(curl_easy_cleanup) \
    X(curl_easy_getinfo) \
    X(curl_easy_init) \
    X(curl_easy_setopt) \
    X(curl_easy_strerror) \
    X(curl_free) \
    X(curl_global_init) \
    X(curl_multi_add_handle) \
    X(curl_multi_cleanup) \
    X(curl_multi_info_read) \
    X(curl_multi_init) \
    X(curl_multi_perform) \
    X(curl_multi_poll) \
    X(curl_multi_remove_handle) \
    X(curl_multi_strerror) \
    X(curl_slist_append) \
    X(curl_slist_free_all) \
    X(curl_url) \
    X(curl_url_cleanup) \
    X(curl_url_get) \
    X(curl_url_set)

typedef struct msdx_curl_table {
    MSDX_CURL(MSDX_DYNLIB_FIELD)
} msdx_curl_table;
extern msdx_curl_table msdx_curl;

/* Before any of the functions is called. Fails MSD_EUNSUPPORTED. */
MSD_MUST_CHECK msd_status msdx_curl_open(msd_error *err);

#define curl_easy_cleanup msdx_curl.curl_easy_cleanup
#define curl_easy_getinfo msdx_curl.curl_easy_getinfo
#define curl_easy_init msdx_curl.curl_easy_init
#define curl_easy_setopt msdx_curl.curl_easy_setopt
#define curl_easy_strerror msdx_curl.curl_easy_strerror
#define curl_free msdx_curl.curl_free
#define curl_global_init msdx_curl.curl_global_init
#define curl_multi_add_handle msdx_curl.curl_multi_add_handle
#define curl_multi_cleanup msdx_curl.curl_multi_cleanup
#define curl_multi_info_read msdx_curl.curl_multi_info_read
#define curl_multi_init msdx_curl.curl_multi_init
#define curl_multi_perform msdx_curl.curl_multi_perform
#define curl_multi_poll msdx_curl.curl_multi_poll
#define curl_multi_remove_handle msdx_curl.curl_multi_remove_handle
#define curl_multi_strerror msdx_curl.curl_multi_strerror
#define curl_slist_append msdx_curl.curl_slist_append
#define curl_slist_free_all msdx_curl.curl_slist_free_all
#define curl_url msdx_curl.curl_url
#define curl_url_cleanup msdx_curl.curl_url_cleanup
#define curl_url_get msdx_curl.curl_url_get
#define curl_url_set msdx_curl.curl_url_set
#endif
