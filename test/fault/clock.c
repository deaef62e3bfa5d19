/* clock.c: clocks that go wrong, for LD_PRELOAD. MASUDI_CLOCK says how: "back": each look at the time of day is an hour
 * before the last; "ahead": a year after it; "fail": there is none. Clocks that only count on go on. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *t)
{
    static atomic_long n_look;
    static int (*real)(clockid_t, struct timespec *);
    const char *how = getenv("MASUDI_CLOCK");
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int rc = real(clock, t);
    if (!how || clock != CLOCK_REALTIME) return rc;
    long k = atomic_fetch_add(&n_look, 1) + 1;
    if (strcmp(how, "back") == 0) t->tv_sec -= 3600 * k;
    if (strcmp(how, "ahead") == 0) t->tv_sec += 365L * 86400 * k;
    if (strcmp(how, "fail") != 0) return rc;
    errno = EINVAL;
    return -1;
}

time_t time(time_t *out)
{
    struct timespec t = {0};
    time_t s = clock_gettime(CLOCK_REALTIME, &t) == 0 ? t.tv_sec : (time_t)-1;
    if (out) *out = s;
    return s;
}

int gettimeofday(struct timeval *restrict tv, void *restrict zone)
{
    struct timespec t = {0};
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &t) != 0) return -1;
    tv->tv_sec = t.tv_sec;
    tv->tv_usec = t.tv_nsec / 1000;
    return 0;
}
