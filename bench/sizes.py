#!/usr/bin/env python3
"""What an analysis costs, by the number of outcomes: CPU and wall-clock seconds, peak memory.

    bench/sizes.py [--write] [--only WORD]

Runs the example `scale`, whose cases come from a generator with a fixed seed, once for each line of `SIZES`.
"""

import sys

import measure

SIZES = [
    # What it is; the arguments of `scale`: ISSUES OPTIONS PARTIES [RED_LINES] [LINKS] [NO_DEAL] [METHOD] [KIND].
    ("10⁶, 3 signatories", "6 10 3"),
    ("10⁹, 3 signatories", "9 10 3"),
    ("10⁹, 6 red lines and 4 links", "9 10 3 6 4"),
    ("10⁹, the same, no deal", "9 10 3 6 4 80"),
    ("10⁹, 4 signatories", "9 10 4"),
    ("10¹², 3 signatories", "12 10 3"),
    ("10³⁰, 2 signatories", "30 10 2"),
    ("10³⁰, 12 red lines and 8 links", "30 10 2 12 8"),
    ("10³⁰, zero-sum", "30 10 2 0 0 45 auto zero-sum"),
    ("2³², a rule on every issue", "32 2 2 0 0 45 auto knotted"),
    ("10⁸, scanned, 3 signatories", "8 10 3 0 0 45 scan"),
    ("2³², scanned", "32 2 2 0 0 45 scan"),
    ("2³², scanned, a rule on every issue", "32 2 2 0 0 45 scan wide"),
    ("2³², scanned, a knotted rule", "32 2 2 0 0 45 scan knotted"),
    ("10⁵, 3 signatories, 2,000 draws", "5 10 3 0 0 45 draws"),
    ("10⁵, the same, nearly all of them deals", "5 10 3 0 0 30 draws"),
    ("10⁵, 6 red lines and 4 links, 2,000 draws", "5 10 3 6 4 80 draws"),
]


def main() -> None:
    arguments = measure.arguments(__doc__)
    arguments.add_argument("--only", metavar="WORD", help="the lines that have this in them")
    asked = arguments.parse_args()
    if asked.write and asked.only:
        arguments.error("--write takes the whole table, not a part of it")
    scale = str(measure.release("--package", "armistice", "--example", "scale") / "examples" / "scale")
    rows = []
    for what, size in SIZES:
        if asked.only and asked.only not in what:
            continue
        print(f"{what} …", file=sys.stderr)
        cost = measure.run([scale, *size.split()])
        print(cost.out, file=sys.stderr, end="")
        figures = [measure.seconds(cost.cpu), measure.seconds(cost.wall), f"{cost.peak:.0f} MB"]
        rows.append([what, f"`scale {size}`", *figures])
    heads = ["outcomes", "run", "CPU", "wall", "peak"]
    measure.report("sizes", measure.markdown(heads, rows), asked.write)


if __name__ == "__main__":
    main()
