#!/bin/sh
# Leak check of the Graphviz shim under valgrind: nothing more may be lost after 30 rounds of drawing, failing
# and exporting than after 2 (libraries lose a little once, on loading), and no memory be used wrongly.
# Needs valgrind, a C compiler, libgraphviz-dev; librsvg and cairo are tried too where they are installed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
shim="$here/../../Sources/CGraphvizShim"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command -v valgrind >/dev/null || { echo "leak check left out: valgrind is not installed"; exit 0; }
compiler=${CC:-$(command -v clang || command -v gcc || command -v cc)}
# -gdwarf-4: valgrind 3.19 does not read the DWARF 5 of current compilers.
"$compiler" -gdwarf-4 -O1 -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Werror -I"$shim/include" \
  $(pkg-config --cflags libgvc) "$here/drive.c" "$shim/graphviz.c" "$shim/drawing.c" "$shim/text_width.c" "$shim/raster.c" "$shim/fonts.c" "$shim/gzip.c" "$shim/child.c" \
  -ldl -lpthread -o "$work/drive"

# Prints the bytes lost after so many rounds.
lost() {
  G_SLICE=always-malloc valgrind --child-silent-after-fork=yes --leak-check=full --show-leak-kinds=definite --num-callers=25 \
    --suppressions="$here/graphviz.supp" "$work/drive" "$1" >"$work/out.$1" 2>"$work/log.$1" ||
    { cat "$work/log.$1" >&2; exit 1; }
  # A run without any loss says so in other words.
  sed -n 's/.*definitely lost: \([0-9,]*\) bytes.*/\1/p' "$work/log.$1" | tr -d , | grep . || echo 0
}

few=$(lost 2)
many=$(lost 30)
wrong=$(grep -c "Invalid \(read\|write\|free\)" "$work/log.30" || true)
echo "leak check: $few bytes lost after 2 rounds, $many after 30; wrong accesses: $wrong"
if [ "$wrong" -ne 0 ] || [ "$many" -gt "$few" ]; then
  grep -A20 "definitely lost in\|Invalid" "$work/log.30" | head -80
  exit 1
fi
