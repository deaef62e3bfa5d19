/* from_kafka.h: `masudi code --kafka`: the run of `code` over a topic, its claims into another. */
#ifndef MSDX_FROM_KAFKA_H
#define MSDX_FROM_KAFKA_H
#include "cli/cli.h"

/* clang-format off */
#define MSDX_CLI_KAFKA \
    {"kafka", 0, MSDX_OPT_TEXT, "HOST:PORT,...", "read from Kafka's --topic and write claims to --out-topic"}, \
    {"topic", 0, MSDX_OPT_TEXT, "NAME", "Kafka: where articles come in, one JSON object a message"}, \
    {"out-topic", 0, MSDX_OPT_TEXT, "NAME", "Kafka: where claims go, one a message, keyed by story"}, \
    {"group", 0, MSDX_OPT_TEXT, "NAME", "Kafka: the consumer group (default masudi)"}, \
    {"dead-topic", 0, MSDX_OPT_TEXT, "NAME", "Kafka: where what was refused goes as it came; else it is only told"}, \
    {"kafka-config", 0, MSDX_OPT_TEXT, "FILE", "Kafka: further properties of librdkafka, NAME=VALUE a line"}, \
    {"once", 0, MSDX_OPT_FLAG, NULL, "Kafka: end when all is read that is there"}
/* clang-format on */

/* Is one of these given? */
bool msdx_from_kafka_asked(const msdx_cli_args *args);
/* Gives the exit status. */
int msdx_from_kafka_run(const msdx_cli_args *args);
#endif
