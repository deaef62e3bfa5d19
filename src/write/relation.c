/* relation.c: what `masudi relate` says of a pair, as one line. */
#include "write/json.h"
#include "write/write.h"

void msdx_write_relation_fields(msdx_json *j, const msd_relation *rel)
{
    msdx_json_put_str(j, "event", rel->event);
    msdx_json_put_str(j, "mode", rel->mode);
    msdx_json_put_str(j, "cameo", rel->cameo);
    msdx_json_put_str(j, "status", msd_claim_status_name(rel->status));
    msdx_json_put_num(j, "confidence", rel->confidence);
    msdx_json_key(j, "scores");
    msdx_json_open(j, '{');
    for (size_t i = 0; i < MSD_N_EVENT; i++) msdx_json_put_num(j, msd_event_name(i), rel->scores[i]);
    msdx_json_close(j, '}');
    msdx_json_put_str(j, "rule", rel->rule);
}

void msdx_write_relation(msdx_buf *out, const char *id, const msd_relation *rel)
{
    msdx_json j = {.buf = out};
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "id", id);
    msdx_write_relation_fields(&j, rel);
    msdx_json_close(&j, '}');
    msdx_buf_addc(out, '\n');
}
