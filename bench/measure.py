"""Runs a command and says what it cost: CPU and wall-clock seconds, peak memory."""

import os
import sys
import time


def main() -> None:
    """`measure.py DESCRIPTOR COMMAND…`: runs the command and writes its cost and exit code to the descriptor."""
    descriptor, *command = sys.argv[1:]
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.close(int(descriptor))
        os.execvp(command[0], command)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - started
    cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6
    os.write(int(descriptor), f"{cpu} {wall} {peak} {os.waitstatus_to_exitcode(status)}".encode())


if __name__ == "__main__":
    main()
    sys.exit()

# Only now what takes memory.
import argparse  # noqa: E402
import platform  # noqa: E402
import statistics  # noqa: E402
import subprocess  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import NamedTuple  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
PAGE = ROOT / "docs" / "performance.md"


class Cost(NamedTuple):
    """What one run, or the median of several, cost."""

    cpu: float
    """Seconds of user and system time, of all threads and of children waited for."""
    wall: float
    """Seconds from start to exit."""
    peak: float
    """Largest resident set, in MB (10⁶ bytes)."""
    out: str
    """What it printed on standard output."""


def run(command: list[str], environment: dict[str, str] | None = None) -> Cost:
    """Runs a command once; standard error passes through. Stops this program when the command fails.

    The kernel counts the memory of the process that starts a command as the command's own, so a small one starts it: this
    file as a program, without libraries. What remains of it, about 5 MB, is the least that can be measured.
    """
    reading, writing = os.pipe()
    small = [sys.executable, "-I", "-S", __file__, str(writing), *command]
    done = subprocess.run(small, stdout=subprocess.PIPE, pass_fds=[writing], env=os.environ | (environment or {}))
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        cpu, wall, peak, code = pipe.read().split()
    if code != "0":
        raise SystemExit(f"{' '.join(command)}: exit code {code}")
    return Cost(float(cpu), float(wall), float(peak), done.stdout.decode("utf-8"))


def median(command: list[str], times: int, environment: dict[str, str] | None = None) -> Cost:
    """Runs a command so many times, after once to warm up; every figure is its own median."""
    run(command, environment)
    runs = [run(command, environment) for _ in range(times)]
    middle = lambda figure: statistics.median(figure(one) for one in runs)
    return Cost(middle(lambda r: r.cpu), middle(lambda r: r.wall), middle(lambda r: r.peak), runs[-1].out)


def markdown(heads: list[str], rows: list[list[str]]) -> str:
    """A Markdown table, its columns padded so that it can be read as it is; the first is aligned left, the others right."""
    widths = [max(len(row[n]) for row in [heads, *rows]) for n in range(len(heads))]
    line = lambda row: "| " + " | ".join(
        cell.ljust(width) if n == 0 else cell.rjust(width) for n, (cell, width) in enumerate(zip(row, widths))
    ) + " |"
    rule = "|" + "|".join("-" * (w + 2) if n == 0 else "-" * (w + 1) + ":" for n, w in enumerate(widths)) + "|"
    return "\n".join([line(heads), rule, *map(line, rows)])


def release(*what: str) -> Path:
    """Builds something for release, such as `--package armistice-cli`; gives the folder of the programs."""
    subprocess.run(["cargo", "build", "--release", "--quiet", *what], cwd=ROOT, check=True)
    return TARGET / "release"


def arguments(about: str, page: str = "docs/performance.md") -> argparse.ArgumentParser:
    """A parser of arguments that knows `--write`."""
    parser = argparse.ArgumentParser(description=about.strip().split("\n")[0])
    parser.add_argument("--write", action="store_true", help=f"put the result into {page}, too")
    return parser


def report(name: str, text: str, write: bool, *more: str) -> None:
    """Prints a result with the machine it is of; and puts it between the marks of that name in `docs/performance.md`."""
    text = f"{machine(*more)}\n\n{text}"
    print(text)
    if write:
        put(name, text, PAGE)


def put(name: str, text: str, page: Path) -> None:
    """Puts a result between the marks of that name in a page."""
    head, first, rest = page.read_text(encoding="utf-8").partition(f"<!-- {name} -->\n")
    _, last, tail = rest.partition(f"<!-- end of {name} -->\n")
    if not first or not last:
        raise SystemExit(f"{page} has no marks for `{name}`")
    page.write_text(f"{head}{first}{text}\n{last}{tail}", encoding="utf-8")


def machine(*more: str) -> str:
    """What the figures are of: processor, cores, system, compiler, the day of the last commit, and more."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = {line.split(":")[1].strip() for line in file if line.startswith("model name")}
    told = lambda *command: subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.strip()
    rust = " ".join(told("rustc", "--version").split()[:2])
    day = told("git", "log", "-1", "--format=%cs")
    parts = [*sorted(models), f"{os.cpu_count()} cores", f"Linux {platform.release().split('-')[0]}", rust, *more]
    return f"{', '.join(parts)}; the code of {day}."


def seconds(value: float) -> str:
    """Seconds with three significant digits, in the unit that suits them."""
    if value >= 1:
        return f"{value:.3g} s" if value < 1000 else f"{value:.0f} s"
    return f"{value * 1e3:.3g} ms"
