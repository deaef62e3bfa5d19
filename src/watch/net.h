/* net.h: which addresses may be reached, and what an address of the web is made of.
 *
 * Threads: pure functions. */
#ifndef MSDX_WATCH_NET_H
#define MSDX_WATCH_NET_H
#include <sys/socket.h>

#include "base/err.h"
#include "base/str.h"

/* A network: the first n_bit bits of an address. IPv4 stands as ::ffff:a.b.c.d. */
typedef struct msdx_net {
    uint8_t addr[16];
    unsigned n_bit;
} msdx_net;

/* "10.0.0.0/8", "127.0.0.1", "fd00::/8". */
bool msdx_net_read(const char *s, msdx_net *net);
/* A socket's address as a network of one; false: of no family that is known. */
bool msdx_net_of(const struct sockaddr *sa, msdx_net *net);
bool msdx_net_has(const msdx_net *net, const msdx_net *addr);
/* Is it an address of the public internet? Not: loopback, link-local, private, shared, test, multicast, reserved ones
 * (IANA's special-purpose registries), nor IPv6 addresses that hold such an IPv4 address. */
bool msdx_net_is_public(const msdx_net *addr);
/* Public, or in one of these. */
bool msdx_net_may(const msdx_net *addr, const msdx_net *allow, size_t n_allow);

/* An address of the web in its parts, borrowed from it. False when it is no http:// or https:// with a host. */
typedef struct msdx_url {
    msdx_str origin; /* "https://host:port", as written */
    msdx_str host;   /* with its port */
    msdx_str path;   /* with its query, without the fragment; "/" when there is none */
    bool secure;
} msdx_url;
bool msdx_url_read(const char *s, msdx_url *url);
/* The host, where it is written as an address or a number ("127.0.0.1", "[::1]", "2130706433"); false: it is a name. */
bool msdx_url_net(const char *s, msdx_net *net);
/* `link` as `base` has it, absolute, into out (msdx_malloc); NULL when it is no address. */
char *msdx_url_join(const char *base, const char *link);
#endif
