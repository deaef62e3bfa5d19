#include "cli/choose.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "write/export.h"

enum { WIDTH_DEFAULT = 120 };

msd_status msdx_cli_choose(msdx_filter *filter, const msdx_cli_args *args, msd_error *err)
{
    for (const msdx_filter_choice *c = msdx_filter_choices; c->name; c++) {
        const char *const *value;
        size_t n = msdx_cli_list(args, c->name, &value);
        MSD_TRY(c->set(filter, value, n, err));
    }
    return msdx_filter_dates(filter, msdx_cli_get(args, "from"), msdx_cli_get(args, "to"), err);
}

unsigned msdx_cli_width(const msdx_cli_args *args)
{
    struct winsize ws;
    const char *columns = getenv("COLUMNS");
    uint64_t given = msdx_cli_number(args, "width", 0);
    if (given) return given > 10000 ? 10000 : (unsigned)given;
    if (columns && strtoul(columns, NULL, 10) >= 20) return (unsigned)strtoul(columns, NULL, 10) % 10000;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col >= 20) return ws.ws_col;
    return WIDTH_DEFAULT;
}

msd_status msdx_cli_no_terminal(const char *form, msd_error *err)
{
    if (!msdx_export_is_columnar(form) || !isatty(STDOUT_FILENO)) return MSD_OK;
    return msdx_err(err, MSD_EUSAGE, 0, "%.20s is no text for a terminal: send it to a file", form);
}
