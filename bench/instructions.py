#!/usr/bin/env python3
"""Instructions that kernels take, counted by valgrind: whatever else the machine does, the same program gives the same count.

    bench/instructions.py [--write] [--only WORD]

Needs valgrind. Everything runs on one thread, for threads that wait count instructions, too. Where a kernel has a `less`, the
count and the size of that smaller run are subtracted, so that start-up and what else is done once do not count.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import measure

sys.path.append(str(Path(__file__).resolve().parent / "peers"))

from scenarios import scenario  # noqa: E402


@dataclass(frozen=True)
class Kernel:
    """One line of the table."""

    what: str
    program: str
    """`armistice`, or the name of an example of the library."""
    run: str
    """Its arguments."""
    unit: str = ""
    """What it is counted by; empty: as a whole."""
    size: int = 1
    """How many of these `run` goes through."""
    less: str = ""
    """Arguments of a smaller run to subtract."""
    less_size: int = 0


LINEAR = "linear.toml"
"""Stands for a case of two parties and 10³ outcomes, as in `bench/peers`."""

KERNELS = [
    Kernel("bundled case, from start to exit", "armistice", "analyze ukraine/istanbul-2025 --json"),
    Kernel("linear case of 10³ outcomes, from start to exit", "armistice", f"analyze {LINEAR} --json"),
    Kernel("scan, 3 parties", "scale", "7 10 3 0 0 45 scan", "outcome", 10**7, "6 10 3 0 0 45 scan", 10**6),
    Kernel("scan, 6 red lines and 4 links", "scale", "7 10 3 6 4 45 scan", "outcome", 10**7, "6 10 3 6 4 45 scan", 10**6),
    Kernel("scan, a rule on every issue", "scale", "24 2 2 0 0 45 scan wide", "outcome", 2**24, "22 2 2 0 0 45 scan wide", 2**22),
    Kernel("structure, 10⁹ outcomes, 3 parties", "scale", "9 10 3"),
    Kernel("structure, 10⁹ outcomes, 6 red lines and 4 links", "scale", "9 10 3 6 4"),
    Kernel("structure, the same, no deal", "scale", "9 10 3 6 4 80"),
    Kernel("structure, 10³⁰ outcomes, 2 parties", "scale", "30 10 2"),
]


def main() -> None:
    arguments = measure.arguments(__doc__)
    arguments.add_argument("--only", metavar="WORD", help="the lines that have this in them")
    asked = arguments.parse_args()
    if asked.write and asked.only:
        arguments.error("--write takes the whole table, not a part of it")
    kernels = [k for k in KERNELS if not asked.only or asked.only in k.what]
    programs = built({k.program for k in kernels})
    rows = []
    for kernel in kernels:
        print(f"{kernel.what} …", file=sys.stderr)
        count = counted(programs[kernel.program], kernel.run)
        size = kernel.size
        if kernel.less:
            count -= counted(programs[kernel.program], kernel.less)
            size -= kernel.less_size
        per = f"{count / size:,.3g} / {kernel.unit}" if kernel.unit else f"{count:,}"
        run = f"`{kernel.program} {kernel.run}`" + (f" less `{kernel.less}`" if kernel.less else "")
        rows.append([kernel.what, run, per])
    measure.report("instructions", measure.markdown(["kernel", "run", "instructions"], rows), asked.write)


def built(names: set[str]) -> dict[str, str]:
    """The programs, built for release, by their names."""
    programs = {}
    for name in sorted(names):
        if name == "armistice":
            programs[name] = str(measure.release("--package", "armistice-cli") / name)
        else:
            programs[name] = str(measure.release("--package", "armistice", "--example", name) / "examples" / name)
    return programs


def counted(program: str, run: str) -> int:
    """The instructions of one run."""
    linear = measure.TARGET / LINEAR
    if LINEAR in run:
        linear.write_text(scenario(2, 3).case(), encoding="utf-8")
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    command += [program, *run.replace(LINEAR, str(linear)).split()]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"RAYON_NUM_THREADS": "1"})
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or not found:
        raise SystemExit(f"{' '.join(command)}: nothing counted\n{done.stderr}")
    return int(found[1])


if __name__ == "__main__":
    main()
