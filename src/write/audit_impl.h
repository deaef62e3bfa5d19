/* audit_impl.h: what the files of the audit share. */
#ifndef MSDX_AUDIT_IMPL_H
#define MSDX_AUDIT_IMPL_H
#include "write/audit.h"

enum { MSDX_MARK_NONE = 0, MSDX_MARK_WRONG, MSDX_MARK_RIGHT, MSDX_MARK_UNSURE };

typedef struct msdx_judged {
    uint32_t claim, marker, next; /* next: another of the claim, + 1; 0: none */
    unsigned char mark[MSDX_N_SLOT];
} msdx_judged;

typedef struct msdx_audited {
    const char *id;
    uint32_t event, stratum; /* numbers of names */
    uint32_t first;          /* judgement, + 1 */
    double confidence;       /* < 0: not told */
} msdx_audited;

typedef struct msdx_stratum {
    const char *name;
    double n;        /* claims it was drawn from; 0 not known */
    uint32_t n_mark; /* claims with a mark */
} msdx_stratum;

struct msdx_audit {
    msdx_arena arena;
    msdx_audited *claim;
    msdx_judged *judged;
    msdx_stratum *stratum;
    const char **event, **marker, **draw;
    uint32_t *slot; /* of claims by id: open addressing over index + 1 */
    size_t n_claim, n_judged, n_stratum, n_event, n_marker, n_draw, n_slot;
    size_t claim_room, judged_room, stratum_room, event_room, marker_room, draw_room;
};

/* What a judgement says of a column: MSDX_MARK_NONE ... The whole is right when the event is and nothing is wrong. */
int msdx_judged_mark(const msdx_judged *j, int column);
/* The mean of a claim's marks, 0 to 1; < 0 when none says yes or no. */
double msdx_audited_mean(const msdx_audit *a, const msdx_audited *c, int column);
/* How many claims of its draw a marked claim stands for. */
double msdx_audited_weight(const msdx_audit *a, const msdx_audited *c);
#endif
