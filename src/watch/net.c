#include "watch/net.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "watch/late_curl.h"

static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

bool msdx_net_read(const char *s, msdx_net *net)
{
    char host[64];
    size_t n = strcspn(s, "/");
    uint8_t v4[4];
    *net = (msdx_net){.n_bit = 0};
    if (n >= sizeof host) return false;
    memcpy(host, s, n);
    host[n] = 0;
    unsigned most = 128, before = 0;
    if (inet_pton(AF_INET, host, v4) == 1) {
        memcpy(net->addr, mapped, sizeof mapped);
        memcpy(net->addr + 12, v4, sizeof v4);
        most = 32;
        before = 96;
    } else if (inet_pton(AF_INET6, host, net->addr) != 1) {
        return false;
    }
    unsigned bits = most;
    if (s[n]) {
        const char *digit = s + n + 1;
        if (!*digit || strlen(digit) > 3 || digit[strspn(digit, "0123456789")]) return false;
        bits = (unsigned)strtoul(digit, NULL, 10);
        if (bits > most) return false;
    }
    net->n_bit = before + bits;
    return true;
}

bool msdx_net_of(const struct sockaddr *sa, msdx_net *net)
{
    net->n_bit = 128;
    if (sa->sa_family == AF_INET) {
        memcpy(net->addr, mapped, sizeof mapped);
        memcpy(net->addr + 12, &((const struct sockaddr_in *)(const void *)sa)->sin_addr, 4);
        return true;
    }
    if (sa->sa_family != AF_INET6) return false;
    memcpy(net->addr, &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr, 16);
    return true;
}

bool msdx_net_has(const msdx_net *net, const msdx_net *addr)
{
    unsigned whole = net->n_bit / 8, rest = net->n_bit % 8;
    if (memcmp(net->addr, addr->addr, whole) != 0) return false;
    return !rest || (net->addr[whole] ^ addr->addr[whole]) >> (8 - rest) == 0;
}

/* IANA IPv4 and IPv6 Special-Purpose Address Registries: what is not globally reachable, and multicast. */
static const char *const special[] = {
    "0.0.0.0/8",      "10.0.0.0/8",    "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24",   "192.0.2.0/24",  "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",  "198.51.100.0/24",
    "203.0.113.0/24", "224.0.0.0/4",   "240.0.0.0/4",    "::/96",          "64:ff9b:1::/48", "100::/64",
    "2001::/23",      "2001:db8::/32", "3fff::/20",      "5f00::/16",      "fc00::/7",       "fe80::/10",
    "fec0::/10",      "ff00::/8"};

static bool is_special(const msdx_net *addr)
{
    msdx_net net;
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (msdx_net_read(special[i], &net) && msdx_net_has(&net, addr)) return true;
    return false;
}

/* Addresses that stand for an IPv4 one: NAT64 (RFC 6052) and 6to4 (RFC 3056). */
static bool holds_v4(const msdx_net *addr, msdx_net *v4)
{
    static const uint8_t nat64[12] = {0, 0x64, 0xFF, 0x9B};
    const uint8_t *from = memcmp(addr->addr, nat64, sizeof nat64) == 0     ? addr->addr + 12
                          : addr->addr[0] == 0x20 && addr->addr[1] == 0x02 ? addr->addr + 2
                                                                           : NULL;
    if (!from) return false;
    *v4 = (msdx_net){.n_bit = 128};
    memcpy(v4->addr, mapped, sizeof mapped);
    memcpy(v4->addr + 12, from, 4);
    return true;
}

bool msdx_net_is_public(const msdx_net *addr)
{
    msdx_net v4;
    if (is_special(addr)) return false;
    return !holds_v4(addr, &v4) || !is_special(&v4);
}

bool msdx_net_may(const msdx_net *addr, const msdx_net *allow, size_t n_allow)
{
    for (size_t i = 0; i < n_allow; i++)
        if (msdx_net_has(&allow[i], addr)) return true;
    return msdx_net_is_public(addr);
}

/* ---- addresses of the web ---- */

static bool begins(const char *s, const char *with)
{
    for (; *with; s++, with++)
        if ((*s >= 'A' && *s <= 'Z' ? *s - 'A' + 'a' : *s) != *with) return false;
    return true;
}

bool msdx_url_read(const char *s, msdx_url *url)
{
    static const msdx_str root = {"/", 1};
    size_t scheme = begins(s, "https://") ? 8 : begins(s, "http://") ? 7 : 0;
    if (!scheme) return false;
    for (const char *p = s; *p; p++)
        if ((unsigned char)*p <= ' ' || *p == '\\' || *p == 0x7F) return false;
    size_t n = strcspn(s + scheme, "/?#");
    const char *at = n ? memchr(s + scheme, '@', n) : NULL;
    url->host = (msdx_str){at ? at + 1 : s + scheme, at ? (size_t)(s + scheme + n - at - 1) : n};
    url->origin = (msdx_str){s, scheme + n};
    url->secure = scheme == 8;
    url->path = (msdx_str){s + scheme + n, strcspn(s + scheme + n, "#")};
    if (!url->path.n) url->path = root;
    return url->host.n > 0 && url->host.p[0] != ':';
}

bool msdx_url_net(const char *s, msdx_net *net)
{
    char *host = NULL;
    bool is = false;
    if (msdx_curl_open(NULL) != MSD_OK) return false; /* nothing is fetched, then */
    CURLU *u = curl_url();                            /* brings numbers of all kinds into one form */
    if (u && curl_url_set(u, CURLUPART_URL, s, 0) == CURLUE_OK &&
        curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK) {
        size_t n = strlen(host);
        bool in_brackets = n > 2 && host[0] == '[' && host[n - 1] == ']';
        if (in_brackets) host[n - 1] = 0;
        is = !strchr(host, '/') && msdx_net_read(host + in_brackets, net);
    }
    curl_free(host);
    curl_url_cleanup(u);
    return is;
}

char *msdx_url_join(const char *base, const char *link)
{
    char *joined = NULL, *copy = NULL;
    if (msdx_curl_open(NULL) != MSD_OK) return NULL;
    CURLU *u = curl_url();
    if (u && curl_url_set(u, CURLUPART_URL, base, 0) == CURLUE_OK &&
        curl_url_set(u, CURLUPART_URL, link, CURLU_URLENCODE) == CURLUE_OK &&
        curl_url_get(u, CURLUPART_URL, &joined, 0) == CURLUE_OK)
        copy = msdx_strdup(joined);
    curl_free(joined);
    curl_url_cleanup(u);
    return copy;
}
