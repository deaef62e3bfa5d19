/* robots.h: what a site lets robots fetch: RFC 9309.
 *
 * Threads: rules are read-only once read, and may be shared. */
#ifndef MSDX_WATCH_ROBOTS_H
#define MSDX_WATCH_ROBOTS_H
#include "base/err.h"
#include "base/str.h"

typedef struct msdx_robots msdx_robots;

enum { MSDX_ROBOTS_MOST = 500 * 1024 }; /* bytes of a file that are looked at (RFC 9309, 2.5) */

/* The rules of a robots.txt for a robot of this name ("masudi"); any bytes are a robots.txt. */
MSD_MUST_CHECK msd_status msdx_robots_read(msdx_robots **out, msdx_str text, const char *robot, msd_error *err);
void msdx_robots_free(msdx_robots *robots); /* NULL is fine */
/* May it fetch this path (with its query)? NULL: there are no rules. */
bool msdx_robots_allow(const msdx_robots *robots, msdx_str path);
/* Seconds between two fetches that the file asks for (Crawl-delay, which is no part of the RFC); 0: it does not. */
unsigned msdx_robots_delay(const msdx_robots *robots);
#endif
