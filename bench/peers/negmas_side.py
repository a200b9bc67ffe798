"""NegMAS's side of the comparison: `python -I negmas_side.py SCENARIO.json METHOD`, in the environment that has NegMAS.

Prints one JSON object: what NegMAS found, and what the calls cost. Start-up, imports, building the scenario and a run on a
tiny scenario to warm up come before the clock starts; `process` is the CPU time with all of them.

METHOD is how the frontier is found:

- `pareto_frontier`: the function for it, and what NegMAS's statistics of a scenario use; its documentation recommends it to
  those who start from utility functions. Exact for any number of parties.
- `given`: `pareto_frontier_numpy`, recommended to those who have the worth of every outcome at hand; the worths are worked
  out here, by numpy, before the clock starts.
- `mobanos`: `MOBANOSParetoSampler`, which merges the issues one after another; exact, for two parties only, and what NegMAS's
  `AdaptiveParetoSampler` takes above 10⁴ outcomes.

None of them uses numba; `pareto_frontier_bf`, which would, is quadratic in the outcomes.
"""

import json
import resource
import sys
import time
import warnings

import numpy
from negmas.outcomes import make_issue, make_os
from negmas.preferences import LinearAdditiveUtilityFunction
from negmas.preferences.ops import (
    kalai_points,
    ks_points,
    max_welfare_points,
    nash_points,
    pareto_frontier,
    pareto_frontier_numpy,
)
from negmas.preferences.pareto_sampler import MOBANOSParetoSampler


def build(numbers: dict) -> list[LinearAdditiveUtilityFunction]:
    """The utility functions; weights and scores as whole numbers, so that their sums are exact."""
    options = [f"o{n}" for n in range(len(numbers["scores"][0][0]))]
    issues = [make_issue(options, f"i{n}") for n in range(len(numbers["weights"][0]))]
    space = make_os(issues)
    return [
        LinearAdditiveUtilityFunction(
            values=[dict(zip(options, map(float, of_issue))) for of_issue in scores],
            weights=[float(w) for w in weights],
            outcome_space=space,
            reserved_value=float(no_deal),
        )
        for weights, scores, no_deal in zip(numbers["weights"], numbers["scores"], numbers["no_deal"])
    ]


def worths(numbers: dict) -> numpy.ndarray:
    """The worth of every outcome to every party, the first issue slowest."""
    columns = []
    for weights, scores in zip(numbers["weights"], numbers["scores"]):
        worth = numpy.zeros(1, dtype=numpy.int64)
        for weight, of_issue in zip(weights, scores):
            worth = (worth[:, None] + weight * numpy.array(of_issue)).reshape(-1)
        columns.append(worth)
    return numpy.stack(columns, axis=1)


def rational(points: numpy.ndarray, numbers: dict) -> numpy.ndarray:
    """The points that are worth at least no deal to all."""
    return points[numpy.all(points >= numpy.array(numbers["no_deal"]), axis=1)]


def frontier(method: str, ufuns: list, numbers: dict, points: numpy.ndarray | None) -> list[tuple[float, ...]]:
    """The worth vectors of the frontier among the rational outcomes."""
    if method == "pareto_frontier":
        return list(pareto_frontier(ufuns, issues=ufuns[0].outcome_space.issues)[0])
    if method == "given":
        kept = rational(points, numbers)
        return list(map(tuple, kept[pareto_frontier_numpy(kept)]))
    sampler = MOBANOSParetoSampler()
    sampler.init(*ufuns)
    found = sampler.pareto_outcomes(min_util=float("-inf"))
    vectors = [tuple(float(u(outcome)) for u in ufuns) for outcome in found]
    return [v for v in vectors if all(worth >= u.reserved_value for worth, u in zip(v, ufuns))]


def work(method: str, numbers: dict, ufuns: list, points: numpy.ndarray | None) -> dict[str, list]:
    """What is timed: the frontier and the four kinds of points."""
    ranges = [u.minmax(u.outcome_space, above_reserve=False) for u in ufuns]
    vectors = frontier(method, ufuns, numbers, points)
    found = {"frontier": vectors}
    for name, points_of in [
        ("nash", nash_points),
        ("kalai", kalai_points),
        ("ks", ks_points),
        ("welfare", max_welfare_points),
    ]:
        found[name] = [vector for vector, _ in points_of(ufuns, vectors, ranges=ranges)]
    return found


def cpu() -> float:
    """Seconds of user and system time so far, children included."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def peak() -> float:
    """The largest resident set so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


TINY = {"weights": [[600, 400]] * 2, "scores": [[[0, 40, 100]] * 2, [[0, 100, 40]] * 2], "no_deal": [10, 10]}


def main() -> None:
    # NegMAS warns that an enumeration of this size is slow: that is what is measured.
    warnings.simplefilter("ignore")
    path, method = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        numbers = json.load(file)
    work(method, TINY, build(TINY), worths(TINY).astype(float))
    ufuns = build(numbers)
    points = worths(numbers).astype(float) if method == "given" else None
    before, base, started = cpu(), peak(), time.perf_counter()
    found = work(method, numbers, ufuns, points)
    spent, wall = cpu(), time.perf_counter() - started
    cost = {"cpu": spent - before, "wall": wall, "process": spent, "peak": peak(), "base": base}
    # Whole numbers throughout, so nothing is lost by saying so; one that is not whole would be a disagreement of its own.
    vectors = {name: [[float(worth) for worth in vector] for vector in of_kind] for name, of_kind in found.items()}
    json.dump({"cost": cost, "found": vectors, "counted": counted(numbers, found["frontier"])}, sys.stdout)


def counted(numbers: dict, vectors: list) -> dict:
    """How many outcomes are rational, and how many have each vector of the frontier: by numpy, outside what is timed."""
    kept = rational(worths(numbers), numbers)
    distinct, counts = numpy.unique(kept, axis=0, return_counts=True)
    by_vector = {tuple(map(float, vector)): int(count) for vector, count in zip(distinct, counts)}
    return {"rational": len(kept), "counts": [by_vector.get(tuple(map(float, v)), 0) for v in vectors]}


if __name__ == "__main__":
    main()
