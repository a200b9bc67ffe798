#!/usr/bin/env python3
"""Armistice beside NegMAS: the same scenarios to both in one run, what they find compared, what it costs measured.

    bench/peers/negmas.py [--quick] [--write]

Pareto frontier, Nash, Kalai (egalitarian), Kalai–Smorodinsky and welfare (utilitarian) points of linear-additive scenarios.
Exit code 1 when anything differs. The first run installs NegMAS from PyPI into an environment under `target/`.

NegMAS is measured from after its imports and after the scenario is built, in a process of its own for each figure; Armistice
as the whole process `armistice analyze CASE --json`, from start to exit, blocks, unlocks, counts and margins included.
"""

import json
import platform
import sys
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
# This file has the name of the package that it is about, and must not be taken for it.
sys.path[:] = [p for p in sys.path if Path(p).resolve() != HERE] + [str(HERE), str(HERE.parent)]

import agreement  # noqa: E402
import environment  # noqa: E402
import measure  # noqa: E402
from scenarios import BEST, Scenario, scenario  # noqa: E402

REPEATS = 15
"""Runs of Armistice for a median, and of NegMAS where they are short."""
SHORT = 1.0
"""Seconds of CPU time below which NegMAS's calls are repeated, in fresh processes."""
METHODS = ["pareto_frontier", "given", "mobanos"]


def main() -> None:
    arguments = measure.arguments(__doc__)
    arguments.add_argument("--quick", action="store_true", help="the small scenarios only, three runs each")
    asked = arguments.parse_args()
    if asked.write and asked.quick:
        arguments.error("--write takes the whole table, not a part of it")
    repeats = 3 if asked.quick else REPEATS
    python = environment.python()
    armistice = str(measure.release("--package", "armistice-cli") / "armistice")
    rows, frontiers, wrong = [], [], []
    for case in scenarios(asked.quick):
        path = written(case)
        ours = measure.median([armistice, "analyze", str(path.with_suffix(".toml")), "--json"], repeats)
        found = ours_of(json.loads(ours.out, parse_float=Decimal))
        for method in METHODS if case.parties == 2 else METHODS[:2]:
            print(f"{case.name}, {method} …", file=sys.stderr)
            theirs = negmas(python, path, method, repeats)
            problems = agreement.disagreements(case.no_deal, ideal(case), side_of(theirs), found)
            wrong += [f"{case.name}, {method}: {problem}" for problem in problems]
            rows.append(row(case, method, theirs["cost"], ours, not problems))
        frontiers.append([case.name, f"{case.outcomes:,}", f"{found.deals:,}", f"{found.size:,}", str(sum(found.frontier.values()))])
    tables = "\n\n".join(
        [
            measure.markdown(["scenario", "outcomes", "deals", "vectors of the frontier", "outcomes with these"], frontiers),
            measure.markdown(
                ["scenario", "NegMAS by", "CPU of the calls", "of the process", "peak (before)", "Armistice CPU", "wall", "peak", "ratio of CPU", "agree"],
                rows,
            ),
        ]
    )
    pins = (HERE / "requirements.txt").read_text().split()
    measure.report("peers", tables, asked.write, f"Python {platform.python_version()}", *(p.replace("==", " ") for p in pins))
    if wrong:
        raise SystemExit("they disagree:\n  " + "\n  ".join(wrong))
    print("\nthey agree on everything compared", file=sys.stderr)


def scenarios(quick: bool) -> list[Scenario]:
    """The scenarios, each of at most 10⁶ outcomes, all of which NegMAS holds in memory."""
    small = [scenario(2, 3), scenario(2, 4), scenario(3, 4)]
    if quick:
        return small
    return [
        *[scenario(2, issues) for issues in (3, 4, 5, 6)],
        *[scenario(2, issues, opposed=True) for issues in (4, 5, 6)],
        *[scenario(3, issues) for issues in (4, 5)],
    ]


def written(case: Scenario) -> Path:
    """Writes a scenario as a case (`.toml`) and as numbers (`.json`)."""
    folder = environment.PLACE / "scenarios"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (case.name.replace(" × 10^", "x1e").replace(" ", "-") + ".json")
    path.write_text(json.dumps(case.numbers()), encoding="utf-8")
    path.with_suffix(".toml").write_text(case.case(), encoding="utf-8")
    return path


def negmas(python: str, path: Path, method: str, repeats: int) -> dict:
    """NegMAS's answer; the cost is the median of several fresh processes, or of one that takes long."""
    runs = []
    while len(runs) < repeats and (not runs or runs[0]["cost"]["cpu"] < SHORT):
        # Isolated, so that nothing of the caller's environment is imported, nor this folder.
        run = measure.run([python, "-I", str(HERE / "negmas_side.py"), str(path), method])
        runs.append(json.loads(run.out))
    runs.sort(key=lambda run: run["cost"]["cpu"])
    return runs[len(runs) // 2]


def ideal(case: Scenario) -> list[int]:
    """The best worth of any outcome: every issue has an option of score 100 for every party."""
    return [sum(weights) * BEST for weights in case.weights]


def side_of(theirs: dict) -> agreement.Side:
    """NegMAS's answer in whole numbers."""
    vectors = {
        name: [tuple(Decimal(worth).to_integral_exact() for worth in vector) for vector in of_kind]
        for name, of_kind in theirs["found"].items()
    }
    whole = {name: [tuple(map(int, vector)) for vector in of_kind] for name, of_kind in vectors.items()}
    counted = theirs["counted"]
    return agreement.Side(
        frontier=set(whole["frontier"]),
        counts=dict(zip(whole["frontier"], counted["counts"])),
        rational=counted["rational"],
        nash=set(whole["nash"]),
        kalai=set(whole["kalai"]),
        ks=set(whole["ks"]),
        welfare=set(whole["welfare"]),
    )


def ours_of(found: dict) -> agreement.Ours:
    """Armistice's answer in whole thousandths of a point."""
    zone = found["deal_zone"]
    frontier = zone["frontier"]
    vector = lambda entry: tuple(thousandths(worth) for worth in entry["worth"].values())
    solutions = {name: (vector(entry), entry["ties"]) for name, entry in zone["solutions"].items()}
    return agreement.Ours(
        frontier={vector(point): point["count"] for point in frontier["points"]},
        size=frontier["size"],
        exact=frontier["exact"],
        deals=zone["deals"],
        solutions=solutions,
    )


def thousandths(points: Decimal | int) -> int:
    """Points in whole thousandths; stops when they are not whole."""
    scaled = Decimal(points) * 1000
    if scaled != int(scaled):
        raise SystemExit(f"Armistice's worth of {points} points is no whole number of thousandths")
    return int(scaled)


def row(case: Scenario, method: str, theirs: dict, ours: measure.Cost, agree: bool) -> list[str]:
    return [
        case.name,
        f"`{method}`",
        measure.seconds(theirs["cpu"]),
        measure.seconds(theirs["process"]),
        f"{theirs['peak']:.0f} MB ({theirs['base']:.0f})",
        measure.seconds(ours.cpu),
        measure.seconds(ours.wall),
        f"{ours.peak:.1f} MB",
        f"{theirs['cpu'] / ours.cpu:,.0f}" if theirs["cpu"] >= 10 * ours.cpu else f"{theirs['cpu'] / ours.cpu:.2g}",
        "yes" if agree else "NO",
    ]


if __name__ == "__main__":
    main()
