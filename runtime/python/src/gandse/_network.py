"""Questions about whole networks, and streams of them."""

from collections.abc import Iterable, Mapping, Sequence
from ctypes import byref, c_size_t, c_uint32
from dataclasses import dataclass, field
from math import ceil
from typing import Optional

from ._errors import BadInput, NotPossible, UnknownName
from ._library import OK, NetworkPoint, NetworkResult, contents, lib
from ._space import BINDINGS, Choice, Cost, Generator, Real, effort, exact, find, memory_of, whole

_GOALS = ("score", "energy")
_STEPS = ("keep", "retile", "load")
_MOST_LOAD = 1_000_000_000


@dataclass(frozen=True)
class Bitstream:
    """Hardware that is stored, and what loading it takes.

    name      by which answers name it; unique in a table
    hardware  a value for every hardware parameter (space().parameters)
    load_us   microseconds to load it; rounded up to cycles
    load_uj   microjoule to load it; rounded up to femtojoule
    """

    name: str
    hardware: Mapping[str, Choice] = field(hash=False)
    load_us: Real = 0
    load_uj: Real = 0


@dataclass(frozen=True)
class NetworkDecision(Cost):
    """The best bitstream for all layers of a network, and a schedule for each. Costs are those of one inference.

    bitstream      the name of the bitstream
    schedules      of each layer, the value of every parameter; those of the hardware are the bitstream's
    satisfied      latency and power are within the objective, exactly
    binding        what it misses: "none", "latency", "power" or "both"
    binding_layer  the layer, from 0, that takes most of what comes closest to its objective, or misses it most
    excess_ppm     by how much the objective missed most is exceeded, parts per million, rounded up
    evaluations    calls of the cost model that it took, on all bitstreams
    extrapolated   a layer lies beyond what the generator was trained on
    """

    bitstream: str
    schedules: tuple[dict[str, Choice], ...]
    satisfied: bool
    binding: str
    binding_layer: int
    excess_ppm: int
    evaluations: int
    extrapolated: bool


@dataclass(frozen=True)
class NetworkFrontPoint(Cost):
    """A cost that no other point beats. `network`, with its bitstream alone and this objective, gives its schedules.

    bitstream                 the name of the bitstream
    objective_latency_cycles  cycles, for `network`
    objective_power_uw        microwatt, for `network`
    """

    bitstream: str
    objective_latency_cycles: int
    objective_power_uw: int


@dataclass(frozen=True)
class Reconfiguration(Cost):
    """What to do before the next network of a stream runs. Costs are those of one inference.

    step            "keep" (nothing), "retile" (other schedules) or "load" (another bitstream, and schedules)
    bitstream       the name of the bitstream that the network runs on
    schedules       of each layer, the value of every parameter
    satisfied       latency and power are within the objective, exactly
    load_cycles     cycles to load the bitstream; 0 unless it is loaded
    load_energy_fj  femtojoule to load it; 0 unless it is loaded
    evaluations     calls of the cost model that it took
    extrapolated    a layer lies beyond what the generator was trained on
    """

    step: str
    bitstream: str
    schedules: tuple[dict[str, Choice], ...]
    satisfied: bool
    load_cycles: int
    load_energy_fj: int
    evaluations: int
    extrapolated: bool


@dataclass(frozen=True)
class Task:
    """A network of a stream: one latency and one power, as for `network`.

    layers      in the order they run
    inferences  all that will be run if that is `known`, otherwise those until the next task
    known       whether `inferences` is the whole number that will come
    name        what messages call it
    """

    layers: Sequence[Mapping[str, int]] = field(hash=False)
    inferences: int
    latency_cycles: Optional[int] = None
    latency_s: Optional[Real] = None
    power_uw: Optional[int] = None
    power_w: Optional[Real] = None
    known: bool = False
    name: str = ""


class _Network:
    """Layers, bitstreams and a question, in memory of their own, for one thread."""

    def __init__(self, generator: Generator, bitstreams: Sequence[Bitstream], limits: Mapping[str, int]):
        self.generator = generator
        size = lib.gandse_network_size(generator.entry.network)
        self._memory = memory_of(size)
        self.handle = lib.gandse_network_open(generator.entry.network, self._memory, size)
        self.bitstreams = bitstreams
        for bitstream in bitstreams:
            self._add(bitstream)
        for resource, most in zip(generator.space.resources, generator.limits(limits)):
            if resource.name in limits:
                generator.require(lib.gandse_network_set_limit(self.handle, resource.name.encode(), most))

    def _add(self, bitstream: Bitstream) -> None:
        g = self.generator
        cycles = _rounded_up("load_us", bitstream, bitstream.load_us, g.space.clock_mhz)
        energy = _rounded_up("load_uj", bitstream, bitstream.load_uj, 1_000_000_000)
        g.require(lib.gandse_network_add_bitstream(self.handle, cycles, energy))
        hardware = [p.name for p in g.space.parameters if p.hardware]
        for name in bitstream.hardware:
            if name not in hardware:
                raise UnknownName(f"hardware parameter of {g.space.template}", name, hardware)
        missing = [name for name in hardware if name not in bitstream.hardware]
        if missing:
            raise BadInput(
                f"bitstream {bitstream.name!r} has no {', '.join(missing)}; it needs every hardware parameter"
            )
        for name, choice in bitstream.hardware.items():
            g.require(lib.gandse_network_set_hardware(self.handle, name.encode(), g.value(name, choice)))

    def set_layers(self, layers: Sequence[Mapping[str, int]]) -> None:
        if not 1 <= len(layers) <= contents.network_layers:
            raise BadInput(f"the network has {len(layers)} layers; there must be 1..{contents.network_layers}")
        lib.gandse_network_clear_layers(self.handle)
        for i, layer in enumerate(layers):
            self.generator.require(lib.gandse_network_add_layer(self.handle))
            try:
                given = self.generator.layer(layer)
            except BadInput as bad:
                raise BadInput(f"layer {i}: {bad}") from None
            for name, value in given.items():
                self.generator.require(lib.gandse_network_set_layer(self.handle, name.encode(), value))

    def require(self, reason: int, layers: Sequence[Mapping[str, int]]) -> None:
        if reason != OK:
            refused = lib.gandse_network_refused_layer(self.handle)
            self.generator.require(reason, f"layer {refused}: " if refused < len(layers) else "")

    def schedules(self, layers: int) -> tuple[dict[str, Choice], ...]:
        value = c_uint32()
        found = []
        for layer in range(layers):
            schedule: dict[str, Choice] = {}
            for i, name in enumerate(self.generator.encoded):
                self.generator.require(lib.gandse_network_value(self.handle, layer, name, byref(value)))
                schedule[self.generator.space.parameters[i].name] = self.generator.choice(i, value.value)
            found.append(schedule)
        return tuple(found)


def _rounded_up(what: str, bitstream: Bitstream, value: Real, factor: int) -> int:
    number = exact(f"{what} of bitstream {bitstream.name!r}", value)
    if not 0 <= number <= _MOST_LOAD:
        raise BadInput(f"bitstream {bitstream.name!r}: {what} is {value}; it must be 0..{_MOST_LOAD}")
    return ceil(number * factor)


def _table(bitstreams: Iterable[Bitstream]) -> list[Bitstream]:
    table = list(bitstreams)
    if not 1 <= len(table) <= contents.network_bitstreams:
        raise BadInput(f"there are {len(table)} bitstreams; there must be 1..{contents.network_bitstreams}")
    names = [bitstream.name for bitstream in table]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadInput(f"there are several bitstreams {twice!r}; an answer names one by that")
    return table


def _goal(goal: str) -> int:
    if goal not in _GOALS:
        raise UnknownName("goal", goal, _GOALS)
    return _GOALS.index(goal)


def network(
    generator: str,
    layers: Sequence[Mapping[str, int]],
    bitstreams: Iterable[Bitstream],
    *,
    latency_cycles: Optional[int] = None,
    latency_s: Optional[Real] = None,
    power_uw: Optional[int] = None,
    power_w: Optional[Real] = None,
    limits: Optional[Mapping[str, int]] = None,
    goal: str = "score",
    budget: Optional[int] = None,
    candidates: Optional[int] = None,
    seed: Optional[int] = None,
) -> NetworkDecision:
    """Finds the best bitstream for all layers of a network, and a schedule for each: as `gandse network --nodes 0`.

    layers     Layers or dicts, in the order they run
    bitstreams the hardware that is stored; those beyond the limits are passed over
    latency_*, power_*, limits, seed as for `explore`; the latency is that of all layers, one after the other
    goal       what is best where the objective is met: "score" (as far below it as possible) or "energy"
    budget     evaluations per layer at most, on each bitstream; candidates are proposals per layer among them

    A decision that misses the objective is one, too: look at `satisfied`. Raises BadInput or NotPossible."""
    g = find(generator)
    table = _table(bitstreams)
    objective = g.objective(latency_cycles, latency_s, power_uw, power_w)
    wanted = _goal(goal)
    options = effort(contents.network_options, budget, candidates, seed)

    def ask(asked: Sequence[Bitstream]) -> tuple[_Network, int]:
        question = _Network(g, asked, limits or {})
        question.set_layers(layers)
        lib.gandse_network_set_objective(question.handle, *objective)
        lib.gandse_network_set_options(question.handle, *options)
        g.require(lib.gandse_network_set_goal(question.handle, wanted))
        return question, lib.gandse_network_explore(question.handle)

    # Each bitstream alone has the whole budget: no decision on a larger table is worse.
    best: Optional[NetworkResult] = None
    evaluations = 0
    for bitstream in table:
        question, reason = ask([bitstream])
        if reason != OK:
            continue
        result = NetworkResult.from_buffer_copy(lib.gandse_network_result_of(question.handle).contents)
        evaluations += result.evaluations
        if best is None or lib.gandse_shared_better(byref(result), byref(best), *objective, g.space.clock_mhz, wanted):
            best, name, schedules = result, bitstream.name, question.schedules(len(layers))
    if best is None:
        question, reason = ask(table)
        question.require(reason, layers)
        raise NotPossible("no bitstream runs the network")
    return NetworkDecision(
        best.latency_cycles,
        best.energy_fj,
        best.power_uw,
        g.space.clock_mhz,
        name,
        schedules,
        best.satisfied,
        BINDINGS[best.binding],
        best.layer,
        best.excess_ppm,
        evaluations,
        best.extrapolated,
    )


def network_front(
    generator: str,
    layers: Sequence[Mapping[str, int]],
    bitstreams: Iterable[Bitstream],
    *,
    limits: Optional[Mapping[str, int]] = None,
    budget: Optional[int] = None,
    candidates: Optional[int] = None,
    seed: Optional[int] = None,
) -> tuple[NetworkFrontPoint, ...]:
    """The latencies and powers that a network can reach on its bitstreams, by ascending latency.

    Takes some 20 decisions on each bitstream. Raises BadInput or NotPossible."""
    g = find(generator)
    table = _table(bitstreams)
    question = _Network(g, table, limits or {})
    question.set_layers(layers)
    lib.gandse_network_set_options(question.handle, *effort(contents.network_options, budget, candidates, seed))
    points = (NetworkPoint * contents.network_front_points)()
    count = c_size_t()
    question.require(lib.gandse_network_front(question.handle, points, byref(count)), layers)
    return tuple(
        NetworkFrontPoint(
            p.latency_cycles,
            p.energy_fj,
            p.power_uw,
            g.space.clock_mhz,
            table[p.bitstream].name,
            p.objective_latency_cycles,
            p.objective_power_uw,
        )
        for p in points[: count.value]
    )


class Stream:
    """A stream of networks on stored bitstreams: for each, whether to keep, to retile or to load. One thread at a time.

    loaded     the name of the bitstream that is loaded first; None: the first
    waiting_uw power that is spent for nothing while a bitstream loads; 0 leaves the time of a load out
    limits, budget, candidates, seed as for `network`

    A stream minimises energy, loads included. Raises BadInput."""

    def __init__(
        self,
        generator: str,
        bitstreams: Iterable[Bitstream],
        *,
        loaded: Optional[str] = None,
        waiting_uw: int = 0,
        limits: Optional[Mapping[str, int]] = None,
        budget: Optional[int] = None,
        candidates: Optional[int] = None,
        seed: Optional[int] = None,
    ):
        self._generator = find(generator)
        self._table = _table(bitstreams)
        self._network = _Network(self._generator, self._table, limits or {})
        handle = self._network.handle
        names = [bitstream.name for bitstream in self._table]
        if loaded is not None and loaded not in names:
            raise UnknownName("bitstream", loaded, names)
        lib.gandse_network_set_waiting(handle, whole("waiting_uw", waiting_uw, 0, 1 << 50))
        lib.gandse_network_set_options(handle, *effort(contents.network_options, budget, candidates, seed))
        self._generator.require(lib.gandse_network_begin(handle, 0 if loaded is None else names.index(loaded)))

    def next(self, task: Task) -> Reconfiguration:
        """What to do for the next network. If it raises BadInput or NotPossible, the stream goes on as if not asked."""
        g, handle = self._generator, self._network.handle
        objective = g.objective(task.latency_cycles, task.latency_s, task.power_uw, task.power_w)
        inferences = whole("inferences", task.inferences, 1, 1_000_000_000_000)
        self._network.set_layers(task.layers)
        lib.gandse_network_set_objective(handle, *objective)
        self._network.require(lib.gandse_network_next(handle, inferences, task.known), task.layers)
        found = lib.gandse_network_result_of(handle).contents
        return Reconfiguration(
            found.latency_cycles,
            found.energy_fj,
            found.power_uw,
            g.space.clock_mhz,
            _STEPS[found.step],
            self._table[found.bitstream].name,
            self._network.schedules(len(task.layers)),
            found.satisfied,
            found.load_cycles,
            found.load_energy_fj,
            found.evaluations,
            found.extrapolated,
        )


def reconfigure(
    generator: str,
    tasks: Iterable[Task],
    bitstreams: Iterable[Bitstream],
    *,
    loaded: Optional[str] = None,
    waiting_uw: int = 0,
    limits: Optional[Mapping[str, int]] = None,
    budget: Optional[int] = None,
    candidates: Optional[int] = None,
    seed: Optional[int] = None,
) -> list[Reconfiguration]:
    """What a Stream says of each task, as `gandse reconfigure` does. Raises what the first refused task raises, with
    its name: to go on after one, ask a Stream."""
    stream = Stream(
        generator,
        bitstreams,
        loaded=loaded,
        waiting_uw=waiting_uw,
        limits=limits,
        budget=budget,
        candidates=candidates,
        seed=seed,
    )
    steps = []
    for i, task in enumerate(tasks):
        try:
            steps.append(stream.next(task))
        except (BadInput, NotPossible) as refused:
            kind = BadInput if isinstance(refused, BadInput) else NotPossible
            raise kind(f"task {task.name or i}: {refused}") from None
    return steps
