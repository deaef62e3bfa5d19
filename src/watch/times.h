/* times.h: how long to wait, and what a clock says. All times are milliseconds, points of time since 1970 (UTC).
 *
 * Threads: everything here but a clock is a pure function; a clock belongs to one thread. */
#ifndef MSDX_WATCH_TIMES_H
#define MSDX_WATCH_TIMES_H
#include "base/err.h"
#include "base/str.h"

enum {
    MSDX_SECOND = 1000,
    MSDX_MINUTE = 60 * MSDX_SECOND,
    MSDX_HOUR = 60 * MSDX_MINUTE,
    MSDX_ONE_DAY = 24 * MSDX_HOUR
};

/* "500ms", "30s", "15m", "6h", "3d". False when it is none of these, is 0, or is over 10 years. */
bool msdx_duration_read(msdx_str s, int64_t *ms);
/* "15m", "1h30m": at most two units, for people. */
void msdx_duration_write(int64_t ms, char out[24]);

/* "2020-09-28T10:15:00Z" and "2020-09-28" of a point of time; "Mon, 28 Sep 2020 10:15:00 +0000" (RFC 5322). */
void msdx_time_iso(int64_t ms, char out[24]);
void msdx_day_iso(int64_t ms, char out[11]);
void msdx_time_mail(int64_t ms, char out[40]);

/*
 * How long to wait after n_fail failures in a row: base * 2^n_fail, at most `most`, of which a part of up to one half
 * is left out by chance, so that those who failed together do not come back together ("equal jitter": M. Brooker,
 * Exponential Backoff And Jitter, 2015). With base the usual interval it is never shorter than that, but for `most`.
 */
int64_t msdx_backoff(int64_t base_ms, int64_t most_ms, unsigned n_fail, uint32_t chance);
/* The usual interval give or take a tenth. */
int64_t msdx_spread(int64_t every_ms, uint32_t chance);
/* What Retry-After says (RFC 9110, 10.2.3): seconds or a date; as a wait from now of at most a day. -1: nothing. */
int64_t msdx_retry_after(const char *value, int64_t now_ms);

/* xorshift32 (G. Marsaglia, 2003): enough for jitter. state is not 0. */
uint32_t msdx_chance(uint32_t *state);

/* ---- the clock ---- */

/*
 * The computer's, or a made one for tests: then time goes on as it does, and is set forward by msdx_clock_jump where
 * the program would only wait. The made one is kept in a file, in decimal digits, so that others can read it.
 */
typedef struct msdx_clock {
    int64_t base_ms, start_ms;
    int fd; /* of the file; -1: the computer's */
} msdx_clock;
/* path NULL: the computer's. Fails MSD_EIO, MSD_EFORMAT. */
MSD_MUST_CHECK msd_status msdx_clock_open(msdx_clock *clock, const char *path, msd_error *err);
void msdx_clock_close(msdx_clock *clock);
int64_t msdx_clock_now(const msdx_clock *clock);
static inline bool msdx_clock_is_made(const msdx_clock *clock)
{
    return clock->fd >= 0;
}
/* When the computer's clock was set (by more than 2 s), go on from what it says; gives by how much. */
int64_t msdx_clock_follow(msdx_clock *clock);
/* A made clock goes to that time if it is still to come, and tells its file. */
void msdx_clock_jump(msdx_clock *clock, int64_t to_ms);
#endif
