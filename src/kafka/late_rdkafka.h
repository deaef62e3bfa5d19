/* late_rdkafka.h: librdkafka, the client of Kafka, opened at its first use (base/dynlib.h). */
#ifndef MSDX_LATE_RDKAFKA_H
#define MSDX_LATE_RDKAFKA_H
#include <librdkafka/rdkafka.h>

#include "base/dynlib.h"

#define MSDX_RDKAFKA(X) \
    X(rd_kafka_assign) \
    X(rd_kafka_assignment_lost) \
    X(rd_kafka_commit) \
    X(rd_kafka_conf_destroy) \
    X(rd_kafka_conf_new) \
    X(rd_kafka_conf_set) \
    X(rd_kafka_conf_set_dr_msg_cb) \
    X(rd_kafka_conf_set_error_cb) \
    X(rd_kafka_conf_set_log_cb) \
    X(rd_kafka_conf_set_opaque) \
    X(rd_kafka_conf_set_rebalance_cb) \
    X(rd_kafka_consumer_close) \
    X(rd_kafka_consumer_poll) \
    X(rd_kafka_destroy) \
    X(rd_kafka_err2str) \
    X(rd_kafka_error_destroy) \
    X(rd_kafka_error_string) \
    X(rd_kafka_fatal_error) \
    X(rd_kafka_flush) \
    X(rd_kafka_header_add) \
    X(rd_kafka_headers_destroy) \
    X(rd_kafka_headers_new) \
    X(rd_kafka_incremental_assign) \
    X(rd_kafka_incremental_unassign) \
    X(rd_kafka_message_destroy) \
    X(rd_kafka_message_errstr) \
    X(rd_kafka_metadata) \
    X(rd_kafka_metadata_destroy) \
    X(rd_kafka_new) \
    X(rd_kafka_outq_len) \
    X(rd_kafka_poll) \
    X(rd_kafka_poll_set_consumer) \
    X(rd_kafka_producev) \
    X(rd_kafka_purge) \
    X(rd_kafka_rebalance_protocol) \
    X(rd_kafka_subscribe) \
    X(rd_kafka_topic_destroy) \
    X(rd_kafka_topic_name) \
    X(rd_kafka_topic_new) \
    X(rd_kafka_topic_partition_list_add) \
    X(rd_kafka_topic_partition_list_copy) \
    X(rd_kafka_topic_partition_list_del) \
    X(rd_kafka_topic_partition_list_destroy) \
    X(rd_kafka_topic_partition_list_find) \
    X(rd_kafka_topic_partition_list_new)

typedef struct msdx_rdkafka_table {
    MSDX_RDKAFKA(MSDX_DYNLIB_FIELD)
} msdx_rdkafka_table;
extern msdx_rdkafka_table msdx_rdkafka;

/* Before any of the functions is called. Fails MSD_EUNSUPPORTED. */
MSD_MUST_CHECK msd_status msdx_rdkafka_open(msd_error *err);

#define rd_kafka_assign msdx_rdkafka.rd_kafka_assign
#define rd_kafka_assignment_lost msdx_rdkafka.rd_kafka_assignment_lost
#define rd_kafka_commit msdx_rdkafka.rd_kafka_commit
#define rd_kafka_conf_destroy msdx_rdkafka.rd_kafka_conf_destroy
#define rd_kafka_conf_new msdx_rdkafka.rd_kafka_conf_new
#define rd_kafka_conf_set msdx_rdkafka.rd_kafka_conf_set
#define rd_kafka_conf_set_dr_msg_cb msdx_rdkafka.rd_kafka_conf_set_dr_msg_cb
#define rd_kafka_conf_set_error_cb msdx_rdkafka.rd_kafka_conf_set_error_cb
#define rd_kafka_conf_set_log_cb msdx_rdkafka.rd_kafka_conf_set_log_cb
#define rd_kafka_conf_set_opaque msdx_rdkafka.rd_kafka_conf_set_opaque
#define rd_kafka_conf_set_rebalance_cb msdx_rdkafka.rd_kafka_conf_set_rebalance_cb
#define rd_kafka_consumer_close msdx_rdkafka.rd_kafka_consumer_close
#define rd_kafka_consumer_poll msdx_rdkafka.rd_kafka_consumer_poll
#define rd_kafka_destroy msdx_rdkafka.rd_kafka_destroy
#define rd_kafka_err2str msdx_rdkafka.rd_kafka_err2str
#define rd_kafka_error_destroy msdx_rdkafka.rd_kafka_error_destroy
#define rd_kafka_error_string msdx_rdkafka.rd_kafka_error_string
#define rd_kafka_fatal_error msdx_rdkafka.rd_kafka_fatal_error
#define rd_kafka_flush msdx_rdkafka.rd_kafka_flush
#define rd_kafka_header_add msdx_rdkafka.rd_kafka_header_add
#define rd_kafka_headers_destroy msdx_rdkafka.rd_kafka_headers_destroy
#define rd_kafka_headers_new msdx_rdkafka.rd_kafka_headers_new
#define rd_kafka_incremental_assign msdx_rdkafka.rd_kafka_incremental_assign
#define rd_kafka_incremental_unassign msdx_rdkafka.rd_kafka_incremental_unassign
#define rd_kafka_message_destroy msdx_rdkafka.rd_kafka_message_destroy
#define rd_kafka_message_errstr msdx_rdkafka.rd_kafka_message_errstr
#define rd_kafka_metadata msdx_rdkafka.rd_kafka_metadata
#define rd_kafka_metadata_destroy msdx_rdkafka.rd_kafka_metadata_destroy
#define rd_kafka_new msdx_rdkafka.rd_kafka_new
#define rd_kafka_outq_len msdx_rdkafka.rd_kafka_outq_len
#define rd_kafka_poll msdx_rdkafka.rd_kafka_poll
#define rd_kafka_poll_set_consumer msdx_rdkafka.rd_kafka_poll_set_consumer
#define rd_kafka_producev msdx_rdkafka.rd_kafka_producev
#define rd_kafka_purge msdx_rdkafka.rd_kafka_purge
#define rd_kafka_rebalance_protocol msdx_rdkafka.rd_kafka_rebalance_protocol
#define rd_kafka_subscribe msdx_rdkafka.rd_kafka_subscribe
#define rd_kafka_topic_destroy msdx_rdkafka.rd_kafka_topic_destroy
#define rd_kafka_topic_name msdx_rdkafka.rd_kafka_topic_name
#define rd_kafka_topic_new msdx_rdkafka.rd_kafka_topic_new
#define rd_kafka_topic_partition_list_add msdx_rdkafka.rd_kafka_topic_partition_list_add
#define rd_kafka_topic_partition_list_copy msdx_rdkafka.rd_kafka_topic_partition_list_copy
#define rd_kafka_topic_partition_list_del msdx_rdkafka.rd_kafka_topic_partition_list_del
#define rd_kafka_topic_partition_list_destroy msdx_rdkafka.rd_kafka_topic_partition_list_destroy
#define rd_kafka_topic_partition_list_find msdx_rdkafka.rd_kafka_topic_partition_list_find
#define rd_kafka_topic_partition_list_new msdx_rdkafka.rd_kafka_topic_partition_list_new
#endif
