/* conf.c: the properties of both sides: ours, and the user's from a file as Java's clients have them. */
#include <stdio.h>

#include "base/map.h"
#include "kafka/kafka_impl.h"

enum { WORD = 256 };

/* What at-least-once hangs on; these are options or fixed. */
static const char *const ours[] = {"bootstrap.servers",   "metadata.broker.list",     "group.id",
                                   "enable.auto.commit",  "enable.auto.offset.store", "enable.idempotence",
                                   "enable.partition.eof"};

static msd_status set(rd_kafka_conf_t *conf, const char *name, const char *value, msd_error *err)
{
    char why[WORD];
    if (rd_kafka_conf_set(conf, name, value, why, sizeof why) == RD_KAFKA_CONF_OK) return MSD_OK;
    return msdx_err(err, MSD_EUSAGE, 0, "%s", why);
}

/* A property that a line sets, for both sides. */
static msd_status take_line(rd_kafka_conf_t *in, rd_kafka_conf_t *out, msdx_str line, msd_error *err)
{
    char name[WORD];
    const char *eq = memchr(line.p, '=', line.n);
    if (!eq) return msdx_err(err, MSD_EUSAGE, 0, "'%.*s' is not NAME=VALUE", (int)(line.n < 60 ? line.n : 60), line.p);
    msdx_str key = msdx_str_trim((msdx_str){line.p, (size_t)(eq - line.p)});
    msdx_str rest = msdx_str_trim((msdx_str){eq + 1, (size_t)(line.p + line.n - eq - 1)});
    if (key.n >= sizeof name) return msdx_err(err, MSD_EUSAGE, 0, "no property has a name so long");
    snprintf(name, sizeof name, "%.*s", (int)key.n, key.p);
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (strcmp(name, ours[i]) == 0) return msdx_err(err, MSD_EUSAGE, 0, "%s is not for the file to set", name);
    char *value = msdx_malloc(rest.n + 1);
    if (!value) return msdx_err_nomem(err);
    if (rest.n) memcpy(value, rest.p, rest.n);
    value[rest.n] = 0;
    msd_status st = set(in, name, value, err);
    if (st == MSD_OK) st = set(out, name, value, err);
    msdx_free(value);
    return st;
}

static msd_status take_file(const char *path, rd_kafka_conf_t *in, rd_kafka_conf_t *out, msd_error *err)
{
    msdx_map map;
    msd_error why = {0};
    MSD_TRY(msdx_map_file(&map, path, err));
    const char *p = map.p, *end = p ? p + map.n : p;
    msd_status st = MSD_OK;
    for (size_t n = 1; st == MSD_OK && p < end; n++) {
        const char *eol = memchr(p, '\n', (size_t)(end - p));
        msdx_str line = msdx_str_trim((msdx_str){p, (size_t)((eol ? eol : end) - p)});
        if (line.n && *line.p != '#') st = take_line(in, out, line, &why);
        if (st != MSD_OK) msdx_err(err, st, n, "%s:%zu: %s", path, n, why.msg);
        p = eol ? eol + 1 : end;
    }
    msdx_map_close(&map);
    return st;
}

static msd_status take_all(const msdx_kafka *k, rd_kafka_conf_t *in, rd_kafka_conf_t *out, msd_error *err)
{
    MSD_TRY(set(in, "client.id", "masudi", err));
    MSD_TRY(set(out, "client.id", "masudi", err));
    MSD_TRY(set(in, "auto.offset.reset", "earliest", err));
    if (k->o.config) MSD_TRY(take_file(k->o.config, in, out, err));
    MSD_TRY(set(in, "bootstrap.servers", k->o.brokers, err));
    MSD_TRY(set(in, "group.id", k->o.group, err));
    MSD_TRY(set(in, "enable.auto.commit", "false", err));
    MSD_TRY(set(in, "enable.auto.offset.store", "false", err));
    if (k->o.once) MSD_TRY(set(in, "enable.partition.eof", "true", err));
    MSD_TRY(set(out, "bootstrap.servers", k->o.brokers, err));
    return set(out, "enable.idempotence", "true", err);
}

msd_status msdx_kafka_conf(const msdx_kafka *k, rd_kafka_conf_t **in, rd_kafka_conf_t **out, msd_error *err)
{
    *in = rd_kafka_conf_new();
    *out = rd_kafka_conf_new();
    msd_status st = take_all(k, *in, *out, err);
    if (st == MSD_OK) return MSD_OK;
    rd_kafka_conf_destroy(*in);
    rd_kafka_conf_destroy(*out);
    *in = *out = NULL;
    return st;
}
