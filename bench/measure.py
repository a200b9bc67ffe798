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
import statistics  # noqa: E402
import subprocess  # noqa: E402
from typing import NamedTuple  # noqa: E402


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


def seconds(value: float) -> str:
    """Seconds with three significant digits, in the unit that suits them."""
    if value >= 1:
        return f"{value:.3g} s" if value < 1000 else f"{value:.0f} s"
    return f"{value * 1e3:.3g} ms"
