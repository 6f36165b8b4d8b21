"""Questions about one layer."""

from collections.abc import Mapping
from ctypes import byref, c_size_t, c_uint32
from dataclasses import dataclass
from typing import Optional

from ._errors import BadInput
from ._library import Explanation as CExplanation
from ._library import Point, contents, lib
from ._space import BINDINGS, VERDICTS, Choice, Cost, Generator, Real, effort, find, memory_of, whole

_ANY_LATENCY, _ANY_POWER = 1 << 62, 1 << 50
_NODES = 20_000_000


@dataclass(frozen=True)
class Decision(Cost):
    """The best configuration that was found for a layer, and what it costs.

    configuration  value by parameter: what a driver writes into the accelerator
    satisfied      latency and power are within the objective, exactly; within all limits, too
    binding        what it misses: "none", "latency", "power" or "both"
    excess_ppm     by how much the objective missed most is exceeded, parts per million, rounded up
    evaluations    calls of the cost model that it took
    extrapolated   the layer or objective lies beyond what the generator was trained on
    exceeded       the resource whose limit is exceeded most; None if all limits are kept
    """

    configuration: dict[str, Choice]
    satisfied: bool
    binding: str
    excess_ppm: int
    evaluations: int
    extrapolated: bool
    exceeded: Optional[str]


@dataclass(frozen=True)
class FrontPoint(Cost):
    """A cost that no other point beats in both latency and power.

    configuration  value by parameter
    """

    configuration: dict[str, Choice]


@dataclass(frozen=True)
class Explanation:
    """Why an objective is missed. But for `verdict` and `nodes` it tells of an infeasible one alone.

    verdict        "feasible", "infeasible" (proven), or "unknown": the search ran out of nodes. So are the three below
    limits_alone   whether anything keeps pins and limits, whatever the objective
    latency_alone  the task without its limit on power
    power_alone    the task without its limit on latency
    pins           parameters of which each, set free, alone makes the task feasible
    limits         resources whose limit, taken away, alone makes the task feasible
    nodes          bounds and evaluations that the search looked at
    complete       no search ran out of nodes
    """

    verdict: str
    limits_alone: str
    latency_alone: str
    power_alone: str
    pins: tuple[str, ...]
    limits: tuple[str, ...]
    nodes: int
    complete: bool


class Session:
    """A question in memory of its own, for one thread."""

    def __init__(self, generator: Generator):
        self.generator = generator
        size = lib.gandse_size(generator.handle)
        self._memory = memory_of(size)
        self.handle = lib.gandse_open(generator.handle, self._memory, size)

    def ask(
        self,
        layer: Mapping[str, int],
        objective: tuple[int, int],
        pins: Mapping[str, Choice],
        options: tuple[int, int, int],
    ) -> None:
        for name, value in self.generator.layer(layer).items():
            self.generator.require(lib.gandse_set_layer(self.handle, name.encode(), value))
        for name, choice in pins.items():
            value = self.generator.value(name, choice)
            self.generator.require(lib.gandse_pin(self.handle, name.encode(), value))
        lib.gandse_set_objective(self.handle, *objective)
        lib.gandse_set_options(self.handle, *options)

    def configuration(self) -> dict[str, Choice]:
        value = c_uint32()
        found: dict[str, Choice] = {}
        for i, name in enumerate(self.generator.encoded):
            self.generator.require(lib.gandse_value(self.handle, name, byref(value)))
            found[self.generator.space.parameters[i].name] = self.generator.choice(i, value.value)
        return found


def _most(generator: Generator, limits: Optional[Mapping[str, int]]):
    if not limits:
        return None
    most = generator.limits(limits)
    return (c_uint32 * len(most))(*most)


def explore(
    generator: str,
    layer: Mapping[str, int],
    *,
    latency_cycles: Optional[int] = None,
    latency_s: Optional[Real] = None,
    power_uw: Optional[int] = None,
    power_w: Optional[Real] = None,
    pins: Optional[Mapping[str, Choice]] = None,
    limits: Optional[Mapping[str, int]] = None,
    budget: Optional[int] = None,
    candidates: Optional[int] = None,
    seed: Optional[int] = None,
) -> Decision:
    """Finds the best configuration for a layer: the same, bit for bit, as `gandse batch` and `explore --nodes 0`.

    layer      a Layer or a dict: {"ic": 64, "oc": 64, "oh": 56, "ow": 56, "kh": 3, "kw": 3}
    latency_*  at most so many cycles, or seconds; power_* likewise microwatt or watt: one of each
    pins       parameters that are fixed, for example {"PEN": 256}
    limits     the most of a resource, for example {"sram": 64}
    budget     evaluations of the cost model at most; candidates are the generator's proposals among them
    seed       the same seed gives the same decision

    A decision that misses the objective is one, too: look at `satisfied`. Raises BadInput or NotPossible."""
    g = find(generator)
    session = Session(g)
    objective = g.objective(latency_cycles, latency_s, power_uw, power_w)
    session.ask(layer, objective, pins or {}, effort(contents.options, budget, candidates, seed))
    most = _most(g, limits)
    exceeded = c_size_t(len(g.space.resources))
    if most is None:
        g.require(lib.gandse_explore(session.handle))
    else:
        g.require(lib.gandse_explore_within(g.entry.analysis, session.handle, most, byref(exceeded)))
    found = lib.gandse_result_of(session.handle).contents
    return Decision(
        found.latency_cycles,
        found.energy_fj,
        found.power_uw,
        g.space.clock_mhz,
        session.configuration(),
        found.satisfied,
        BINDINGS[found.binding],
        found.excess_ppm,
        found.evaluations,
        found.extrapolated,
        g.space.resources[exceeded.value].name if exceeded.value < len(g.space.resources) else None,
    )


def evaluate(generator: str, layer: Mapping[str, int], configuration: Mapping[str, Choice]) -> Cost:
    """What exactly this configuration costs: a value for every parameter, as Decision.configuration has.

    Raises BadInput, or NotPossible with the rule that the configuration breaks."""
    g = find(generator)
    missing = [name for name in g.parameters if name not in configuration]
    if missing:
        raise BadInput(f"the configuration has no {', '.join(missing)}; every parameter needs a value")
    session = Session(g)
    session.ask(layer, (_ANY_LATENCY, _ANY_POWER), configuration, effort(contents.options, None, None, None))
    g.require(lib.gandse_evaluate(session.handle))
    found = lib.gandse_result_of(session.handle).contents
    return Cost(found.latency_cycles, found.energy_fj, found.power_uw, g.space.clock_mhz)


def front(
    generator: str,
    layer: Mapping[str, int],
    *,
    pins: Optional[Mapping[str, Choice]] = None,
    limits: Optional[Mapping[str, int]] = None,
    budget: Optional[int] = None,
    candidates: Optional[int] = None,
    seed: Optional[int] = None,
) -> tuple[FrontPoint, ...]:
    """The latencies and powers that a layer can reach, by ascending latency; empty if nothing keeps the limits.

    Takes some 20 decisions of `budget` evaluations. Raises BadInput or NotPossible."""
    g = find(generator)
    session = Session(g)
    session.ask(layer, (_ANY_LATENCY, _ANY_POWER), pins or {}, effort(contents.options, budget, candidates, seed))
    points = (Point * contents.front_points)()
    count = c_size_t()
    g.require(lib.gandse_front(g.entry.analysis, session.handle, _most(g, limits), points, byref(count)))
    value = c_uint32()

    def configuration(point: Point) -> dict[str, Choice]:
        found: dict[str, Choice] = {}
        for i, name in enumerate(g.encoded):
            g.require(lib.gandse_point_value(g.entry.analysis, byref(point), name, byref(value)))
            found[g.space.parameters[i].name] = g.choice(i, value.value)
        return found

    return tuple(
        FrontPoint(p.latency_cycles, p.energy_fj, p.power_uw, g.space.clock_mhz, configuration(p))
        for p in points[: count.value]
    )


def explain(
    generator: str,
    layer: Mapping[str, int],
    *,
    latency_cycles: Optional[int] = None,
    latency_s: Optional[Real] = None,
    power_uw: Optional[int] = None,
    power_w: Optional[Real] = None,
    pins: Optional[Mapping[str, Choice]] = None,
    limits: Optional[Mapping[str, int]] = None,
    nodes: int = _NODES,
) -> Explanation:
    """Whether anything meets an objective, and what stands in the way: by exhaustive search, with a proof.

    Looks at `nodes` bounds and evaluations at most: the default takes a second or two. Raises BadInput or NotPossible.
    """
    g = find(generator)
    session = Session(g)
    objective = g.objective(latency_cycles, latency_s, power_uw, power_w)
    session.ask(layer, objective, pins or {}, effort(contents.options, None, None, None))
    found = CExplanation()
    nodes = whole("nodes", nodes, 1, 1_000_000_000_000)
    g.require(lib.gandse_explain(g.entry.analysis, session.handle, _most(g, limits), nodes, byref(found)))
    return Explanation(
        VERDICTS[found.verdict],
        VERDICTS[found.limits_alone],
        VERDICTS[found.latency_alone],
        VERDICTS[found.power_alone],
        tuple(p.name for i, p in enumerate(g.space.parameters) if found.pins >> i & 1),
        tuple(r.name for i, r in enumerate(g.space.resources) if found.limits >> i & 1),
        found.nodes,
        found.complete,
    )
