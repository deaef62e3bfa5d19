/* fuzz_peer.c: peers' dictionaries. The first byte says which kind of file; the rest is the file. Whatever comes, each
 * line is read, idle or refused, and what was read can be looked up. */
#include <stdlib.h>

#include "know/peer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *const name[] = {"x.actors.txt", "x.agents.txt", "x.verbs.txt",    "x.discards.txt",
                                   "x.issues.txt", "x.ini",        "x.ontology.txt", "x"};

static void look_up(const msdx_peer *peer)
{
    static const char *const word[] = {"west", "land", "attack", "the"};
    size_t end = 0, k;
    for (int t = 0; t < MSDX_PEER_N_TABLE; t++)
        for (size_t i = 0; i < 4; i++) {
            const msdx_peer_phrase *p = msdx_peer_find(peer, (msdx_peer_table)t, word, 4, i, &end);
            if (!p) continue;
            if (end <= i || end > 4) abort();
            if (t == MSDX_PEER_ACTOR) (void)msdx_peer_actor_code(msdx_peer_actor_at(peer, p->index), 20100101);
        }
    const msdx_peer_verb *v = msdx_peer_verbs(peer, "attack", 6, &k);
    for (size_t i = 0; i < k; i++)
        if (v[i].main >= v[i].phrase.n) abort();
    const msdx_peer_rewrite *rule = msdx_peer_rewrites(peer, &k);
    for (size_t i = 0; i < k; i++)
        if (!rule[i].code || !rule[i].inner || !rule[i].outer) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    msdx_peer *peer;
    msdx_buf report = MSDX_BUF_INIT((size_t)1 << 26);
    if (n == 0 || n > 1 << 16) return 0;
    const char *file = name[data[0] % 8];
    if (msdx_peer_open_bytes(&peer, data + 1, n - 1, file, &report, NULL) == MSD_OK) {
        const msdx_peer_file *f = msdx_peer_file_at(peer, 0);
        if (f->kind != MSDX_PEER_OTHER && f->n_entry + f->n_idle + f->n_refused < f->n_line) abort();
        if (f->n_refused && !report.n) abort();
        look_up(peer);
        msdx_peer_close(peer);
    }
    msdx_buf_clear(&report);
    return 0;
}
