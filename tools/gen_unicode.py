#!/usr/bin/env python3.11
"""Write src/parse/unicode_tables.c: what Python's str methods say of each code point.

The English pipeline was trained on features made by Python's str methods, so
their answers count, of the Unicode version of the Python that runs it. Run with
Python 3.11 (Unicode 14.0):  tools/gen_unicode.py > src/parse/unicode_tables.c
The last line of the output is the check value that test/unit/test_lex.c holds.
"""
import platform
import sys
import unicodedata
import zlib

ALPHA, UPPER, LOWER, TITLE, DIGIT, SPACE, CASED, IGNORABLE, PUNCT = (1 << i for i in range(9))
SIGMA, FINAL = "\u03a3", "\u03c2"


def flags(cp):
    c = chr(cp)
    f = 0
    f |= ALPHA * c.isalpha() | UPPER * c.isupper() | LOWER * c.islower() | DIGIT * c.isdigit() | SPACE * c.isspace()
    f |= TITLE * (unicodedata.category(c) == "Lt") | PUNCT * unicodedata.category(c).startswith("P")
    # Cased and Case_Ignorable are not exposed; lower() shows them by the sigma it picks.
    alone, behind = (c + SIGMA).lower()[-1] == FINAL, ("A" + c + SIGMA).lower()[-1] == FINAL
    f |= CASED * alone | IGNORABLE * (behind and not alone)
    return f


def lower(cp):
    return cp if cp == 0x3A3 else [ord(x) for x in chr(cp).lower()][0]


def flag_runs(all_flags):
    runs = []
    for cp, f in enumerate(all_flags):
        if not runs or runs[-1][1] != f:
            runs.append((cp, f))
    return runs


def lower_runs(step_max=2):
    """(first, last, step, delta): every step-th code point from first to last is lowered by adding delta."""
    runs = []
    for cp in range(0x110000):
        if 0xD800 <= cp <= 0xDFFF or cp == 0x3A3:
            continue
        d = lower(cp) - cp
        if not d:
            continue
        last = runs[-1] if runs else None
        if last and last[3] == d and cp - last[1] <= step_max and last[2] in (0, cp - last[1]):
            last[2] = cp - last[1]
            last[1] = cp
        else:
            runs.append([cp, cp, 0, d])
    return [(a, b, s or 1, d) for a, b, s, d in runs]


def check(all_flags):
    data = bytearray()
    for cp in range(0x110000):
        if not 0xD800 <= cp <= 0xDFFF:
            data += all_flags[cp].to_bytes(2, "little") + chr(cp).lower().encode()
    return zlib.crc32(data)


def rows(cells, per_line):
    return "\n".join("    " + ", ".join(cells[i : i + per_line]) + "," for i in range(0, len(cells), per_line))


def main():
    if sys.version_info[:2] != (3, 11):
        sys.exit("needs Python 3.11")
    multi = [cp for cp in range(0x110000) if len(chr(cp).lower()) > 1]
    if multi != [0x130]:
        sys.exit(f"lex_unicode.c knows one code point with a long lower case, not {multi}")
    all_flags = [0 if 0xD800 <= cp <= 0xDFFF else flags(cp) for cp in range(0x110000)]
    fr, lr = flag_runs(all_flags), lower_runs()
    print(f"/* Made by tools/gen_unicode.py with Python {platform.python_version()},")
    print(f" * Unicode {unicodedata.unidata_version}. Do not edit. */")
    print('#include "parse/unicode_tables.h"\n')
    print("/* A run reaches to the next one's start. */")
    print(f"const msdx_flag_run msdx_flag_runs[{len(fr)}] = {{")
    print(rows([f"{{{a:#x}, {f:#x}}}" for a, f in fr], 7) + "\n};")
    print(f"const unsigned msdx_n_flag_run = {len(fr)};\n")
    print("/* First, last, step, what to add. */")
    print(f"const msdx_lower_run msdx_lower_runs[{len(lr)}] = {{")
    print(rows([f"{{{a:#x}, {b:#x}, {s}, {d}}}" for a, b, s, d in lr], 5) + "\n};")
    print(f"const unsigned msdx_n_lower_run = {len(lr)};\n")
    print(f"/* check value: {check(all_flags):#010x} */")


main()
