/* icews_names.h: the words of the ICEWS data set for its event codes. */
#ifndef MSDX_ICEWS_NAMES_H
#define MSDX_ICEWS_NAMES_H
/* The Event Text of a code of the ICEWS list ("193"); NULL when that list has no such code. */
const char *msdx_icews_name(const char *code);
#endif
