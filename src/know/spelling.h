/* spelling.h: a person's full name as others write it. */
#ifndef MSDX_SPELLING_H
#define MSDX_SPELLING_H
#include "know/know.h"

/*
 * The senses of the first known name of a person that the text can be another way to write: without titles, the family
 * name first or last, `Last, First`, hyphens or none, the Arabic article or none, and common spellings of given names.
 * NULL where there is none. A name has two words at least: no given name matches alone.
 */
const msdx_sense *msdx_know_person(const msdx_know *know, msdx_str text, size_t *n);
#endif
