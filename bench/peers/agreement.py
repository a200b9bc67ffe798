"""Whether two tools found the same, in whole thousandths of a point, by rules written here anew."""

from fractions import Fraction
from math import prod
from typing import NamedTuple

Vector = tuple[int, ...]


class Side(NamedTuple):
    """What NegMAS found. Its points are all vectors of the frontier that are best, up to a tolerance of 10⁻¹²."""

    frontier: set[Vector]
    counts: dict[Vector, int]
    """How many outcomes have each vector: counted by numpy, for NegMAS keeps one outcome for each."""
    rational: int
    nash: set[Vector]
    kalai: set[Vector]
    ks: set[Vector]
    welfare: set[Vector]


class Ours(NamedTuple):
    """What Armistice found. A solution is one vector and the number of outcomes that are as good."""

    frontier: dict[Vector, int]
    """The points listed, at most a thousand, with their counts."""
    size: int
    exact: bool
    deals: int
    solutions: dict[str, tuple[Vector, int]]


def disagreements(no_deal: list[int], ideal: list[int], theirs: Side, ours: Ours) -> list[str]:
    """Everything that differs, Armistice's first ("here"); empty when nothing does. `ideal` is the best worth of any outcome, per
    party."""
    found: list[str] = []

    def expect(what: str, here: object, there: object) -> None:
        if here == there:
            return
        if isinstance(here, set) and isinstance(there, set):
            # Only what the other does not have.
            here, there = here - there or "nothing else", there - here or "nothing else"
        found.append(f"{what}: {shown(here)} here, {shown(there)} there")

    gains = lambda vector: tuple(u - d for u, d in zip(vector, no_deal))
    expect("deals", ours.deals, theirs.rational)
    expect("whether the frontier is whole", ours.exact, True)
    expect("vectors of the frontier", ours.size, len(theirs.frontier))
    if len(ours.frontier) == ours.size:
        expect("frontier", set(ours.frontier), theirs.frontier)
    else:
        expect("vectors listed that are not of the frontier", set(ours.frontier) - theirs.frontier, set())
    expect("outcomes of each vector", set(ours.frontier.items()), {(v, theirs.counts.get(v, 0)) for v in ours.frontier})

    # Each rule over the frontier, in whole numbers and fractions; then what either tool makes of it.
    best_gain = [max(v[n] for v in theirs.frontier) - d for n, d in enumerate(no_deal)]
    shares = lambda vector, whole: sorted(Fraction(g, m) if m else Fraction(1) for g, m in zip(gains(vector), whole))
    spread = lambda ratios: ratios[0] - ratios[-1]
    of_all = [m - d for m, d in zip(ideal, no_deal)]
    by_product = best(theirs.frontier, lambda v: prod(gains(v)))
    by_least = best(theirs.frontier, lambda v: min(gains(v)))
    by_sum = best(theirs.frontier, sum)
    expect("Nash points by their rule", by_product, theirs.nash)
    expect("Kalai points by their rule", by_least, theirs.kalai)
    expect("Kalai–Smorodinsky points by their rule", best(theirs.frontier, lambda v: spread(shares(v, of_all))), theirs.ks)
    expect("welfare points by their rule", by_sum, theirs.welfare)

    by_share = lambda vector: shares(vector, best_gain)
    for name, among in [
        ("nash", best(theirs.nash, by_share)),
        ("kalai_smorodinsky", best(theirs.frontier, by_share)),
        ("egalitarian", best(theirs.kalai, lambda v: sorted(gains(v)))),
        ("utilitarian", theirs.welfare),
    ]:
        vector, ties = ours.solutions[name]
        if vector not in among:
            found.append(f"{name}: {vector} here, {shown(among)} there")
        expect(f"ties of {name}", ties, sum(theirs.counts[v] for v in among))
    return found


def best(vectors: set[Vector], rule) -> set[Vector]:
    """The vectors that are best by a rule, ties included."""
    top = max(map(rule, vectors))
    return {v for v in vectors if rule(v) == top}


def shown(value: object) -> str:
    """A value for a message, cut where it is long."""
    text = str(value)
    return text if len(text) <= 200 else f"{text[:200]} …"
