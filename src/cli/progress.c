#include "cli/progress.h"

#include <unistd.h>

enum { BAR_CELLS = 24 };

static double since(const struct timespec *from)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - from->tv_sec) + (double)(now.tv_nsec - from->tv_nsec) / 1e9;
}

void msdx_progress_begin(msdx_progress *p, const msdx_cli_args *args, bool out_is_silent)
{
    *p = (msdx_progress){.terminal = isatty(STDERR_FILENO)};
    p->on = msdx_cli_flag(args, "progress") ||
            (!msdx_cli_flag(args, "quiet") && p->terminal && (out_is_silent || !isatty(STDOUT_FILENO)));
    clock_gettime(CLOCK_MONOTONIC, &p->begun);
    p->told = p->begun;
}

static void put_bar(double share)
{
    int full = (int)(share * BAR_CELLS);
    fputc('[', stderr);
    for (int i = 0; i < BAR_CELLS; i++) fputc(i < full ? '=' : i == full ? '>' : ' ', stderr);
    fprintf(stderr, "] %2.0f %%  ", share * 100);
}

static void put_left(double seconds)
{
    unsigned long s = (unsigned long)(seconds + 0.5);
    if (s >= 3600)
        fprintf(stderr, ", %lu:%02lu:%02lu left", s / 3600, s / 60 % 60, s % 60);
    else
        fprintf(stderr, ", %lu:%02lu left", s / 60, s % 60);
}

void msdx_progress_tell(msdx_progress *p, double done, double total, uint64_t documents, uint64_t claims)
{
    if (!p->on || since(&p->told) < (p->terminal ? 0.3 : 5.0)) return;
    double all = since(&p->begun), share = total > 0 ? done / total : -1;
    if (share > 1) share = 1;
    clock_gettime(CLOCK_MONOTONIC, &p->told);
    if (p->terminal) fputs("\r\033[K", stderr);
    if (p->terminal && share >= 0) put_bar(share);
    fprintf(stderr, "%llu documents, %llu claims, %.0f documents a second", (unsigned long long)documents,
            (unsigned long long)claims, (double)documents / all);
    if (share > 0.002) put_left(all * (1 - share) / share);
    if (!p->terminal) fputc('\n', stderr);
    fflush(stderr);
}

void msdx_progress_end(msdx_progress *p)
{
    if (p->on && p->terminal) fputs("\r\033[K", stderr);
}

double msdx_progress_seconds(const msdx_progress *p)
{
    return since(&p->begun);
}
