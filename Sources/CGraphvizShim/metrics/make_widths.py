#!/usr/bin/env python3
"""Writes widths.h, the advance widths that maps are laid out with.

usage: make_widths.py LiberationSans-Regular.ttf LiberationSans-Bold.ttf > ../widths.h

Liberation Sans has the advance widths of Arial and Helvetica, so text set in any of the three fits a box
that was measured with this table. The fonts are under the SIL Open Font License; the numbers are facts about
them, no outline is copied. Scripts that the fonts lack get an average per script in text_width.c.
Needs fontTools (pip install fonttools).
"""
import sys

from fontTools.ttLib import TTFont

# Latin with all its extensions, IPA, modifiers, combining marks, Greek, Cyrillic, Hebrew, Latin Extended
# Additional, Greek Extended, punctuation, superscripts, currency, letterlike, number forms, arrows,
# mathematics, technical, box drawing, blocks, geometric shapes, symbols, ligatures.
BLOCKS = [(0x20, 0x52F), (0x591, 0x5F4), (0x1E00, 0x20CF), (0x2100, 0x266F), (0xFB00, 0xFB4F)]


def widths(path):
    font = TTFont(path)
    if font["head"].unitsPerEm != 2048:
        sys.exit("%s: expected 2048 units per em" % path)
    advances = font["hmtx"].metrics
    return {code: advances[name][0] for code, name in font.getBestCmap().items()}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    regular, bold = widths(sys.argv[1]), widths(sys.argv[2])
    codes = sorted(code for code in regular.keys() & bold.keys()
                   if any(low <= code <= high for low, high in BLOCKS))
    runs = []
    for code in codes:
        if runs and code == runs[-1][0] + runs[-1][1]:
            runs[-1][1] += 1
        else:
            runs.append([code, 1])
    print("/* Written by metrics/make_widths.py from Liberation Sans; do not edit. Units: 1/2048 em. */")
    print("static const struct { unsigned short first, count, start; } width_runs[] = {")
    start, line = 0, ""
    for first, count in runs:
        item = "{%d,%d,%d}," % (first, count, start)
        start += count
        if len(line) + len(item) > 108:
            print(line)
            line = ""
        line += item
    print(line + "\n};")
    for name, table in (("regular", regular), ("bold", bold)):
        print("static const unsigned short %s_widths[] = {" % name)
        line = ""
        for code in codes:
            item = "%d," % table[code]
            if len(line) + len(item) > 108:
                print(line)
                line = ""
            line += item
        print(line + "\n};")


main()
