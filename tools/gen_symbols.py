#!/usr/bin/env python3
"""Write src/parse/lex_symbols.c: names that have a small fixed number instead of a hash.

The names and numbers are facts of explosion/spaCy's spacy/symbols.pyx (v3.8);
run where that package is installed:  tools/gen_symbols.py > src/parse/lex_symbols.c
"""
import spacy
from spacy.symbols import IDS


def main():
    items = sorted((name.encode(), number) for name, number in IDS.items() if name)
    if any(len(name) >= 32 or number >= 1 << 16 for name, number in items):
        raise SystemExit("a name or number does not fit msdx_symbol")
    print(f"/* Made by tools/gen_symbols.py from spacy {spacy.__version__}, spacy/symbols.pyx. Do not edit. */")
    print('#include "parse/lex.h"\n')
    print("/* Sorted by the bytes of the name. */")
    print(f"const msdx_symbol msdx_symbols[{len(items)}] = {{")
    cells = [f'{{"{name.decode()}", {number}}}' for name, number in items]
    line = "   "
    for cell in cells:
        if len(line) + len(cell) + 2 > 118:
            print(line)
            line = "   "
        line += " " + cell + ","
    print(line + "\n};")
    print(f"const unsigned msdx_n_symbol = {len(items)};")


main()
