#include "watch/times.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "read/formats/formats.h"

static const int64_t longest = (int64_t)3650 * MSDX_ONE_DAY;

bool msdx_duration_read(msdx_str s, int64_t *ms)
{
    static const struct {
        const char *name;
        int64_t ms;
    } unit[] = {{"ms", 1}, {"s", MSDX_SECOND}, {"m", MSDX_MINUTE}, {"h", MSDX_HOUR}, {"d", MSDX_ONE_DAY}};
    int64_t n = 0;
    size_t i = 0;
    *ms = 0;
    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && n < longest; i++) n = n * 10 + (s.p[i] - '0');
    if (i == 0 || n == 0 || n > longest) return false;
    for (size_t k = 0; k < sizeof unit / sizeof *unit; k++)
        if (msdx_str_is((msdx_str){s.p + i, s.n - i}, unit[k].name) && n <= longest / unit[k].ms) *ms = n * unit[k].ms;
    return *ms != 0;
}

void msdx_duration_write(int64_t ms, char out[24])
{
    static const struct {
        char name;
        int64_t ms;
    } unit[] = {{'d', MSDX_ONE_DAY}, {'h', MSDX_HOUR}, {'m', MSDX_MINUTE}, {'s', MSDX_SECOND}};
    size_t n = 0, said = 0;
    out[0] = 0;
    if (ms > longest) ms = longest;
    for (size_t k = 0; k < 4 && said < 2; k++) {
        int64_t whole = ms / unit[k].ms;
        if (whole == 0 && !said) continue;
        if (whole) n += (size_t)snprintf(out + n, 24 - n, "%lld%c", (long long)(whole % 100000), unit[k].name);
        ms %= unit[k].ms;
        said++;
    }
    if (!n) snprintf(out, 24, "%dms", (int)(ms % MSDX_SECOND));
}

static void broken_down(int64_t ms, struct tm *tm)
{
    time_t t = (time_t)(ms / 1000);
    if (!gmtime_r(&t, tm)) memset(tm, 0, sizeof *tm);
}

void msdx_time_iso(int64_t ms, char out[24])
{
    struct tm tm;
    broken_down(ms, &tm);
    if (!strftime(out, 24, "%Y-%m-%dT%H:%M:%SZ", &tm)) out[0] = 0;
}

void msdx_day_iso(int64_t ms, char out[11])
{
    char whole[24];
    msdx_time_iso(ms, whole);
    memcpy(out, whole, 10);
    out[10] = 0;
}

/* Names in English whatever the locale. */
void msdx_time_mail(int64_t ms, char out[40])
{
    static const char day[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char month[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct tm tm;
    broken_down(ms, &tm);
    char text[128];
    snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d +0000", day[tm.tm_wday % 7], tm.tm_mday,
             month[tm.tm_mon % 12], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
    snprintf(out, 40, "%.39s", text);
}

uint32_t msdx_chance(uint32_t *state)
{
    uint32_t x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return *state = x;
}

/* A part of ms by chance, from 0 to all of it. */
static int64_t part_of(int64_t ms, uint32_t chance)
{
    return (int64_t)((double)ms * (chance / 4294967295.0));
}

int64_t msdx_backoff(int64_t base_ms, int64_t most_ms, unsigned n_fail, uint32_t chance)
{
    int64_t wait = base_ms;
    for (unsigned i = 0; i < n_fail && wait < most_ms; i++) wait *= 2;
    if (wait > most_ms) wait = most_ms;
    return wait - part_of(wait / 2, chance);
}

int64_t msdx_spread(int64_t every_ms, uint32_t chance)
{
    return every_ms - every_ms / 10 + part_of(every_ms / 5, chance);
}

int64_t msdx_retry_after(const char *value, int64_t now_ms)
{
    char iso[MSDX_DATE_ROOM];
    int64_t wait;
    if (!value || !*value) return -1;
    if (!value[strspn(value, "0123456789")]) {
        wait = strlen(value) > 8 ? MSDX_ONE_DAY : (int64_t)strtol(value, NULL, 10) * 1000;
    } else {
        if (!msdx_date_read(msdx_str_of(value), iso)) return -1;
        wait = msdx_date_seconds(iso) * 1000 - now_ms;
    }
    return wait < 0 ? 0 : wait > MSDX_ONE_DAY ? MSDX_ONE_DAY : wait;
}

/* ---- the clock ---- */

/* Since the machine was started, sleep included: it is not set back. */
static int64_t running_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_BOOTTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static msd_status read_clock(msdx_clock *clock, const char *path, msd_error *err)
{
    char digits[32] = "";
    clock->fd = open(path, O_RDWR | O_CLOEXEC);
    if (clock->fd < 0) return msdx_err(err, MSD_EIO, 0, "%s: %s", path, strerror(errno));
    ssize_t n = read(clock->fd, digits, sizeof digits - 1);
    clock->base_ms = n > 0 ? (int64_t)strtoll(digits, NULL, 10) : 0;
    if (clock->base_ms > 0) return MSD_OK;
    msdx_clock_close(clock);
    return msdx_err(err, MSD_EFORMAT, 0, "%s: holds no time (milliseconds since 1970)", path);
}

static int64_t wall_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

msd_status msdx_clock_open(msdx_clock *clock, const char *path, msd_error *err)
{
    *clock = (msdx_clock){.fd = -1, .start_ms = running_ms()};
    if (path) return read_clock(clock, path, err);
    clock->base_ms = wall_ms();
    return MSD_OK;
}

void msdx_clock_close(msdx_clock *clock)
{
    if (clock->fd >= 0) close(clock->fd);
    clock->fd = -1;
}

int64_t msdx_clock_now(const msdx_clock *clock)
{
    return clock->base_ms + running_ms() - clock->start_ms;
}

int64_t msdx_clock_follow(msdx_clock *clock)
{
    int64_t off = msdx_clock_is_made(clock) ? 0 : wall_ms() - msdx_clock_now(clock);
    if (off > -2 * MSDX_SECOND && off < 2 * MSDX_SECOND) return 0;
    clock->base_ms += off;
    return off;
}

void msdx_clock_jump(msdx_clock *clock, int64_t to_ms)
{
    char digits[24];
    int64_t now = msdx_clock_now(clock);
    if (clock->fd < 0) return;
    if (to_ms > now) clock->base_ms += to_ms - now;
    int n = snprintf(digits, sizeof digits, "%020lld\n", (long long)msdx_clock_now(clock));
    ssize_t wrote = pwrite(clock->fd, digits, (size_t)n, 0);
    (void)wrote; /* a test's server then reads an older time */
}
