/* key.c: under which key a claim goes out. */
#include "kafka/kafka.h"

void msdx_kafka_key(msdx_buf *out, const msd_claim *claim)
{
    msdx_buf_adds(out, claim->event);
}
