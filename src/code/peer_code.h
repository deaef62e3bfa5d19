/* peer_code.h: claims of a parsed document by a peer's dictionaries in place of our frames and actors.
 *
 * Needs  everything that parse sets (doc/doc.h).
 * Gives  doc->claim, n_claim. `cameo` is the pattern's code, `code` of an actor the peer's; `event` is "" where a code
 *        has no PLOVER event. Status, attribution, date and place are ours.
 * Threads: as code.h; msdx_peer is shared. */
#ifndef MSDX_PEER_CODE_H
#define MSDX_PEER_CODE_H
#include "code/code.h"
#include "know/peer.h"

MSD_MUST_CHECK msd_status msdx_peer_code_run(const msdx_peer *peer, const msdx_know *know, msdx_code_work *work,
                                             msd_doc *doc, msd_error *err);
#endif
