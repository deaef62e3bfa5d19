/* fold.h: words as a search compares them. */
#ifndef MSDX_FOLD_H
#define MSDX_FOLD_H
#include "base/str.h"

enum { MSDX_FOLD_WORD_MOST = 64 }; /* bytes that count of a word */

/*
 * The words of valid UTF-8: runs of letters and digits, in small letters without
 * accents (Unicode case folding, marks taken off), parted by single spaces.
 * `stars` keeps a `*` that stands right after a word. Appends to out; its flag tells of failure.
 */
void msdx_fold_words(msdx_buf *out, msdx_str text, bool stars);

/* Does every word of `query` (folded, with stars) stand in `words` (folded)? */
bool msdx_fold_match(msdx_str query, msdx_str words);

/* Are two strings equal but for case, ASCII letters only? What a database's lower() does too. */
bool msdx_fold_same(const char *a, const char *b);
#endif
