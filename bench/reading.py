#!/usr/bin/env python3
"""What reading a text for claims costs, by its length: CPU time per word, peak memory.

    bench/reading.py [--write]

The texts are the gold corpus and the sources of the bundled cases, one after the other, over and over up to each length.
"""

import itertools
import sys
import tempfile
from pathlib import Path

import measure

SIZES = [("1 KB", 1_000), ("10 KB", 10_000), ("100 KB", 100_000), ("1 MB", 1_000_000), ("10 MB", 10_000_000)]
WORK = 3_000_000
"""Bytes read at least for a figure, in as many readings as it takes."""


def text(size: int) -> str:
    """So many bytes of news, or a little less, cut at the end of a paragraph where there is one."""
    crates, cases = measure.ROOT / "crates" / "armistice-reader" / "gold", measure.ROOT / "cases"
    files = [*sorted(crates.glob("*/*.txt")), *sorted(cases.glob("*/*/sources/*.txt"))]
    out, left = [], size
    for file in itertools.cycle(files):
        part = file.read_text(encoding="utf-8").strip() + "\n\n"
        whole = part.encode("utf-8")
        if len(whole) >= left:
            cut = whole[:left].decode("utf-8", "ignore")
            out.append(cut[: cut.rfind("\n\n") + 2] if "\n\n" in cut else cut)
            return "".join(out)
        out.append(part)
        left -= len(whole)
    raise SystemExit("there are no texts to read")


def main() -> None:
    asked = measure.arguments(__doc__).parse_args()
    read = str(measure.release("--package", "armistice-reader", "--example", "read_only") / "examples" / "read_only")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "text.txt"
        for name, size in SIZES:
            print(f"{name} …", file=sys.stderr)
            file.write_text(text(size), encoding="utf-8")
            length = file.stat().st_size
            again = max(1, WORK // length)
            once = measure.median([read, str(file), "1"], 3)
            more = measure.median([read, str(file), str(1 + again)], 3)
            words, held = map(int, once.out.split())
            each = (more.cpu - once.cpu) / again / words
            rest = once.peak - length / 1e6 - held / 1e6
            row = [name, f"{words:,}", f"{each * 1e6:.1f} µs", f"{1 / each:,.0f}"]
            rows.append([*row, f"{once.peak:.0f} MB", f"{held / 1e6:.1f} MB", f"{rest:.0f} MB"])
    heads = ["text", "words", "CPU per word", "words per second", "peak", "of it claims", "besides text and claims"]
    measure.report("reading", measure.markdown(heads, rows), asked.write)


if __name__ == "__main__":
    main()
