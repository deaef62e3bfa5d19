/* expect.h: the expectation of an example line, `EVENT[-mode] STATUS; actor X;
 * recipient Y; by Z; hedge H; cameo C; told N`, read and held against claims. After
 * who stands, or not, `[COUNTRY SECTOR VIA]`: any of them, in any order, '-' for none. */
#ifndef MSDX_EXPECT_H
#define MSDX_EXPECT_H
#include "know/know.h"

typedef enum msdx_expect_part_kind {
    MSDX_EXPECT_ACTOR = 0,
    MSDX_EXPECT_RECIPIENT,
    MSDX_EXPECT_BY,
    MSDX_EXPECT_HEDGE,
    MSDX_EXPECT_CAMEO,
    MSDX_EXPECT_TOLD,
    MSDX_N_EXPECT_PART
} msdx_expect_part_kind;

enum { MSDX_EXPECT_PARTS = 8 };
typedef struct msdx_expect {
    msdx_str event, mode; /* mode.p NULL: any */
    msd_claim_status status;
    uint32_t n_part;
    struct {
        msdx_expect_part_kind kind;
        msdx_str words;
        msdx_str must; /* 'IRQ MIL agent' of 'actor troops [IRQ MIL agent]'; empty: nothing */
    } part[MSDX_EXPECT_PARTS];
} msdx_expect;

/* Cut the next expectation off *rest (several are parted by "=>"); false at the end. *why is NULL, or says what is
 * wrong with it. Slices of *rest. */
bool msdx_expect_next(msdx_str *rest, msdx_expect *out, const char **why);
/* Does a claim have this event (and mode), status and parts? */
bool msdx_expect_holds(const msdx_expect *expect, const msd_claim *claim);
/* Are these words a contiguous part of the text, whatever the case, beginning and ending at a word's edge? */
bool msdx_words_within(msdx_str words, msdx_str text);
#endif
