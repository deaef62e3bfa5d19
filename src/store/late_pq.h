/* late_pq.h: libpq, the client of PostgreSQL, opened at its first use (base/dynlib.h). */
#ifndef MSDX_LATE_PQ_H
#define MSDX_LATE_PQ_H
#include <libpq-fe.h>

#include "base/dynlib.h"

#define MSDX_PQ(X) \
    X(PQcancel) \
    X(PQclear) \
    X(PQcmdStatus) \
    X(PQconnectdb) \
    X(PQerrorMessage) \
    X(PQexec) \
    X(PQexecPrepared) \
    X(PQfinish) \
    X(PQfname) \
    X(PQfreeCancel) \
    X(PQftype) \
    X(PQgetCancel) \
    X(PQgetResult) \
    X(PQgetisnull) \
    X(PQgetlength) \
    X(PQgetvalue) \
    X(PQnfields) \
    X(PQntuples) \
    X(PQprepare) \
    X(PQresultErrorField) \
    X(PQresultStatus) \
    X(PQsendQueryPrepared) \
    X(PQsetClientEncoding) \
    X(PQsetNoticeReceiver) \
    X(PQsetSingleRowMode) \
    X(PQstatus) \
    X(PQtransactionStatus)

typedef struct msdx_pq_table {
    MSDX_PQ(MSDX_DYNLIB_FIELD)
} msdx_pq_table;
extern msdx_pq_table msdx_pq;

/* Before any of the functions is called. Fails MSD_EUNSUPPORTED. */
MSD_MUST_CHECK msd_status msdx_pq_open(msd_error *err);

#define PQcancel msdx_pq.PQcancel
#define PQclear msdx_pq.PQclear
#define PQcmdStatus msdx_pq.PQcmdStatus
#define PQconnectdb msdx_pq.PQconnectdb
#define PQerrorMessage msdx_pq.PQerrorMessage
#define PQexec msdx_pq.PQexec
#define PQexecPrepared msdx_pq.PQexecPrepared
#define PQfinish msdx_pq.PQfinish
#define PQfname msdx_pq.PQfname
#define PQfreeCancel msdx_pq.PQfreeCancel
#define PQftype msdx_pq.PQftype
#define PQgetCancel msdx_pq.PQgetCancel
#define PQgetResult msdx_pq.PQgetResult
#define PQgetisnull msdx_pq.PQgetisnull
#define PQgetlength msdx_pq.PQgetlength
#define PQgetvalue msdx_pq.PQgetvalue
#define PQnfields msdx_pq.PQnfields
#define PQntuples msdx_pq.PQntuples
#define PQprepare msdx_pq.PQprepare
#define PQresultErrorField msdx_pq.PQresultErrorField
#define PQresultStatus msdx_pq.PQresultStatus
#define PQsendQueryPrepared msdx_pq.PQsendQueryPrepared
#define PQsetClientEncoding msdx_pq.PQsetClientEncoding
#define PQsetNoticeReceiver msdx_pq.PQsetNoticeReceiver
#define PQsetSingleRowMode msdx_pq.PQsetSingleRowMode
#define PQstatus msdx_pq.PQstatus
#define PQtransactionStatus msdx_pq.PQtransactionStatus
#endif
