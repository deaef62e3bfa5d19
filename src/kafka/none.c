/* none.c: in place of kafka.c where librdkafka is not there. */
#include "kafka/kafka.h"

msd_status msdx_kafka_open(msdx_kafka **out, const msdx_kafka_options *options, msd_error *err)
{
    (void)options;
    *out = NULL;
    return msdx_err(err, MSD_EUNSUPPORTED, 0, "this program was built without librdkafka: no --kafka");
}

void msdx_kafka_close(msdx_kafka *kafka)
{
    (void)kafka;
}

msd_status msdx_kafka_next(msdx_kafka *kafka, msdx_kafka_message *message, msd_error *err)
{
    (void)kafka;
    *message = (msdx_kafka_message){0};
    return msdx_err(err, MSD_EUNSUPPORTED, 0, "no librdkafka");
}

bool msdx_kafka_ready(msdx_kafka *kafka)
{
    (void)kafka;
    return false;
}

msd_status msdx_kafka_put(msdx_kafka *kafka, msdx_str key, msdx_str value, const char *id, msd_error *err)
{
    (void)kafka, (void)key, (void)value, (void)id;
    return msdx_err(err, MSD_EUNSUPPORTED, 0, "no librdkafka");
}

msd_status msdx_kafka_refuse(msdx_kafka *kafka, msdx_str bytes, const char *reason, const char *from, msd_error *err)
{
    (void)kafka, (void)bytes, (void)reason, (void)from;
    return msdx_err(err, MSD_EUNSUPPORTED, 0, "no librdkafka");
}

void msdx_kafka_done(msdx_kafka *kafka, size_t n, bool handled)
{
    (void)kafka, (void)n, (void)handled;
}

msd_status msdx_kafka_commit(msdx_kafka *kafka, msd_error *err)
{
    (void)kafka;
    return msdx_err(err, MSD_EUNSUPPORTED, 0, "no librdkafka");
}

msd_status msdx_kafka_commit_due(msdx_kafka *kafka, msd_error *err)
{
    return msdx_kafka_commit(kafka, err);
}

void msdx_kafka_count(msdx_kafka *kafka, msdx_kafka_counts *counts)
{
    (void)kafka;
    *counts = (msdx_kafka_counts){0};
}
