/* small_know.h: an ontology that the knowledge of the corpus compiles with. */
#ifndef MSDX_FUZZ_SMALL_KNOW_H
#define MSDX_FUZZ_SMALL_KNOW_H

static const char small_ontology[] =
    "sector MIL\n cameo MIL\n definition d\nsector GOV\n definition d\nsector SPY\n definition d\nsector ELI\n"
    " definition d\ncontext legal\n definition d\ncontext military\n definition d\ncontext terrorism\n definition d\n"
    "code 190\n name n\n goldstein -10\nevent ASSAULT\n quad material-conflict\n score -9\n cameo 190\n definition d\n"
    "mode ASSAULT.beat\n score -8\n definition d\nmode ASSAULT.firearms\n score -8\n definition d\n";
#endif
