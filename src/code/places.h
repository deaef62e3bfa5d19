/* places.h: between the files that find places of the gazetteer
 * (gazetteer.c), say which of the candidates is meant (settle.c), and find those that no list has (sites.c). */
#ifndef MSDX_CODE_PLACES_H
#define MSDX_CODE_PLACES_H
#include "code/code_impl.h"
#include "know/gazetteer.h"

/* A name in the text with the places that it may be. */
struct msdx_spot {
    int32_t start, end;    /* tokens, half-open */
    const uint32_t *sense; /* of the gazetteer; equal pointers are equal names */
    size_t n_sense;
    const msdx_place *own; /* our own entry of that name */
    const char *country;   /* that our own entry gives it */
    uint32_t beside;       /* what the text itself says, 'Paris, Texas': a sense + 1; 0: nothing */
    char within[4];        /* the country that the text puts it in, 'Kaga in Borno State'; "": it does not say */
    uint32_t chosen;       /* place + 1; 0: none */
    bool sure;             /* it is a place, not a word or a person */
    bool maybe;            /* it is one if it is elsewhere in the document */
    bool given;            /* the caller says so */
    bool region;           /* spoken of as one: 'the New York governor' */
    bool state;            /* a state of ours that is also a region elsewhere: Georgia */
};

enum { MSDX_WEIGHTS_MAX = 48 };
/* What a document says about where it is set. */
struct msdx_setting {
    struct {
        char code[4];
        double weight;
    } country[MSDX_WEIGHTS_MAX];
    struct {
        uint32_t place;
        double weight;
    } region[MSDX_WEIGHTS_MAX];
    struct {
        double latitude, longitude;
    } point[MSDX_WEIGHTS_MAX];
    uint32_t n_country, n_region, n_point;
    double total;      /* of the countries */
    uint32_t dateline; /* place + 1; 0: none known */
};

/* ---- gazetteer.c ---- */
bool msdx_is_place_type(const char *ent); /* of the name finder: GPE, LOC, FAC; NULL: no */
bool msdx_begins_upper(const msdx_unit *u, int32_t t);

/* ---- settle.c ---- */
void msdx_setting_country(struct msdx_setting *s, const char *code, double weight);
void msdx_setting_place(const msdx_know *know, struct msdx_setting *s, uint32_t place, double weight);
/* On a sphere. */
double msdx_kilometres(double a_lat, double a_lon, double b_lat, double b_lon);
/* Is it the place that our own files have under the name, and not another of that country? */
bool msdx_is_own_place(const struct msdx_spot *spot, const msdx_gaz_place *p);
/* Fill `chosen` of every spot; the setting grows by what is learned. */
void msdx_settle(struct msdx_coder *c, struct msdx_spot *spot, size_t n, struct msdx_setting *s);
#endif
