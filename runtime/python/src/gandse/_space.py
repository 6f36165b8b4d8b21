"""What a generator can be asked: its layer fields, parameters and resources; and layers."""

import ctypes
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Optional, Union

from ._errors import BadInput, NotPossible, UnknownName
from ._library import OK, SharedGenerator, contents, lib

Real = Union[int, float, str, Fraction]
Choice = Union[int, str]

_LAYER_OUT_OF_RANGE, _OBJECTIVE_OUT_OF_RANGE, _CHOICE_OUT_OF_RANGE = 1, 2, 3
_NO_LIMIT = 0xFFFFFFFF


@dataclass(frozen=True)
class LayerField:
    """A field of a template's layer.

    group    sets this field and others of the same group alike, such as "stride"; "" if it has none
    default  the value if it is left out; None if it must be given
    """

    name: str
    group: str
    min: int
    max: int
    default: Optional[int]


@dataclass(frozen=True)
class Parameter:
    """A parameter of the design space.

    choices   its values, ascending; the names of choices that are no numbers
    hardware  whether a bitstream fixes it; otherwise the schedule of a layer does
    """

    name: str
    unit: str
    description: str
    choices: tuple[Choice, ...]
    hardware: bool


@dataclass(frozen=True)
class Resource:
    """Something that hardware takes and that can be limited."""

    name: str
    unit: str
    description: str


@dataclass(frozen=True)
class Space:
    """What a generator can be asked, and what it answers about. `gandse space` prints the same.

    fingerprint  of what the weights were trained for, as in the answers of the command line
    """

    generator: str
    template: str
    technology: str
    clock_mhz: int
    fingerprint: str
    layer_fields: tuple[LayerField, ...]
    parameters: tuple[Parameter, ...]
    resources: tuple[Resource, ...]

    def cycles(self, seconds: Real) -> int:
        """Clock cycles in so many seconds, rounded down. Decimal fractions are taken exactly: 0.0003 is 3/10000."""
        return int(exact("the time, in seconds,", seconds) * self.clock_mhz * 1_000_000)


@dataclass(frozen=True)
class Layer(Mapping[str, int]):
    """A convolution or matrix product. What is None is left out, and has the template's default. A fully connected
    layer has oh = ow = kh = kw = 1; a depthwise one of 64 channels has repeat = 64, ic = oc = 1. A plain dict will do
    everywhere.

    ic        input channels of one group
    oc        output channels of one group
    oh        output rows
    ow        output columns
    kh        kernel rows
    kw        kernel columns
    stride    pixels from one output to the next: sets stride_h and stride_w
    dilation  pixels from one tap to the next: sets dilation_h and dilation_w
    pad       zeros that taps read on all four sides: sets pad_top, pad_left, pad_bottom and pad_right
    repeat    groups
    others    any other field: stride_h, pad_top, ..., and a template's own, such as dnnweaver's pool
    """

    ic: int
    oc: int
    oh: int
    ow: int
    kh: int
    kw: int
    stride: Optional[int] = None
    dilation: Optional[int] = None
    pad: Optional[int] = None
    repeat: Optional[int] = None
    others: Mapping[str, int] = field(default_factory=dict, hash=False)

    def _given(self) -> dict[str, int]:
        named = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "others"}
        return {name: value for name, value in named.items() if value is not None} | dict(self.others)

    def __getitem__(self, name: str) -> int:
        return self._given()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._given())

    def __len__(self) -> int:
        return len(self._given())


def whole(what: str, value: object, least: int, most: int) -> int:
    """`value` as an integer of that range; NumPy's integers will do, floats that are whole will not."""
    try:
        number = value.__index__()  # type: ignore[attr-defined]
    except AttributeError:
        raise BadInput(f"{what} is {value!r}; it must be a whole number, {least}..{most}") from None
    if not least <= number <= most:
        raise BadInput(f"{what} is {number}; it must be {least}..{most}")
    return number


def exact(what: str, value: object) -> Fraction:
    """`value` as the decimal fraction that it is written as: 0.0003 is 3/10000. Raises BadInput."""
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise BadInput(f"{what} is {value!r}; it must be a number") from None


class Generator:
    """A generator of the library, and the names of what it can be asked."""

    def __init__(self, entry: SharedGenerator):
        self.entry = entry
        self.handle: int = entry.generator
        self.parameter_count: int = lib.gandse_parameter_count(self.handle)
        fields = [entry.fields[i] for i in range(entry.field_count)]
        resources = [entry.resources[i] for i in range(lib.gandse_resource_count(entry.analysis))]
        self.space = Space(
            entry.name.decode(),
            lib.gandse_template_name(self.handle).decode(),
            entry.technology.decode(),
            lib.gandse_clock_mhz(self.handle),
            f"0x{lib.gandse_fingerprint(self.handle):016x}",
            tuple(
                LayerField(f.name.decode(), f.group.decode(), f.min, f.max, f.preset if f.optional else None)
                for f in fields
            ),
            tuple(self._parameter(i) for i in range(self.parameter_count)),
            tuple(Resource(r.name.decode(), r.unit.decode(), r.description.decode()) for r in resources),
        )
        self.fields = {f.name: f for f in self.space.layer_fields}
        self.groups = {f.group: f for f in self.space.layer_fields if f.group}
        self.parameters = {p.name: p for p in self.space.parameters}
        self.encoded = [p.name.encode() for p in self.space.parameters]

    def _parameter(self, index: int) -> Parameter:
        parameter = self.entry.parameters[index]
        count = lib.gandse_choice_count(self.handle, index)
        choices: tuple[Choice, ...]
        if parameter.names:
            choices = tuple(parameter.names[i].decode() for i in range(count))
        else:
            choices = tuple(lib.gandse_choice_value(self.handle, index, i) for i in range(count))
        name, unit, description = parameter.name.decode(), parameter.unit.decode(), parameter.description.decode()
        return Parameter(name, unit, description, choices, parameter.hardware)

    def value(self, name: str, choice: Choice) -> int:
        """The number by which C names a choice of a parameter: its value, or the index of its name."""
        parameter = self.parameters.get(name)
        if parameter is None:
            raise UnknownName(f"parameter of {self.space.template}", name, self.parameters)
        if choice not in parameter.choices:
            raise BadInput(f"{name} is {choice!r}; its choices are {', '.join(map(str, parameter.choices))}")
        return parameter.choices.index(choice) if isinstance(choice, str) else int(choice)

    def choice(self, index: int, value: int) -> Choice:
        """The choice that C names by a number."""
        choices = self.space.parameters[index].choices
        return choices[value] if isinstance(choices[0], str) else value

    def layer(self, layer: Mapping[str, int]) -> dict[str, int]:
        """The fields of a layer, groups before fields, all within their limits. Raises BadInput."""
        known = {**self.groups, **self.fields}
        for name in layer:
            if name not in known:
                raise UnknownName(f"layer field of {self.space.template}", name, known)
        missing = [f.name for f in self.space.layer_fields if f.default is None and f.name not in layer]
        if missing:
            raise BadInput(f"the layer has no {', '.join(missing)}; a layer of {self.space.template} needs them")
        given = [name for name in known if name in layer]
        return {name: whole(f"layer field {name}", layer[name], known[name].min, known[name].max) for name in given}

    def limits(self, limits: Mapping[str, int]) -> list[int]:
        """The most of each resource, in the library's order. Raises BadInput."""
        names = [r.name for r in self.space.resources]
        for name in limits:
            if name not in names:
                raise UnknownName(f"resource of {self.space.template}", name, names)
        return [whole(f"limit {n}", limits[n], 1, _NO_LIMIT - 1) if n in limits else _NO_LIMIT for n in names]

    def sentence(self, reason: int) -> str:
        """Why something is refused."""
        return lib.gandse_reason_text(self.handle, reason).decode()

    def require(self, reason: int, about: str = "") -> None:
        """Raises what a gandse_reason says, unless it is GANDSE_OK."""
        if reason != OK:
            bad = reason in (_LAYER_OUT_OF_RANGE, _OBJECTIVE_OUT_OF_RANGE, _CHOICE_OUT_OF_RANGE)
            raise (BadInput if bad else NotPossible)(about + self.sentence(reason))

    def objective(
        self,
        latency_cycles: Optional[int],
        latency_s: Optional[Real],
        power_uw: Optional[int],
        power_w: Optional[Real],
    ) -> tuple[int, int]:
        """Latency in cycles and power in microwatt; fractions are rounded down, as the command line does."""
        if (latency_cycles is None) == (latency_s is None):
            raise BadInput("give the latency either as latency_cycles or as latency_s")
        if (power_uw is None) == (power_w is None):
            raise BadInput("give the power either as power_uw or as power_w")
        latency = self.space.cycles(latency_s) if latency_s is not None else latency_cycles
        power = int(exact("power_w", power_w) * 1_000_000) if power_w is not None else power_uw
        return whole("latency, in cycles,", latency, 1, 1 << 62), whole("power, in microwatt,", power, 1, 1 << 50)


@functools.lru_cache(maxsize=None)
def _all_generators() -> tuple[Generator, ...]:
    return tuple(Generator(contents.generators[i].contents) for i in range(contents.generator_count))


def find(name: str) -> Generator:
    """The generator of that name, or the first of the template of that name. Raises UnknownName."""
    for generator in _all_generators():
        if name in (generator.space.generator, generator.space.template):
            return generator
    templates = dict.fromkeys(g.space.template for g in _all_generators())
    raise UnknownName("generator or template", name, [*templates, *generators()])


def generators() -> tuple[str, ...]:
    """The names of all generators. Of a template, the first is the one for hosts; others are smaller, and miss more."""
    return tuple(g.space.generator for g in _all_generators())


def space(generator: str = "im2col") -> Space:
    """What can be asked of a generator: layer fields, parameters with their choices, resources.

    `generator` is here, and wherever it is asked for, a template ("im2col", "dnnweaver") or one of its generators
    ("im2col_8k"). Raises UnknownName."""
    return find(generator).space


@dataclass(frozen=True)
class Cost:
    """What the cost model gives, exactly.

    latency_cycles  cycles of the accelerator's clock
    energy_fj       femtojoule, leakage included
    power_uw        microwatt, on average, rounded up
    clock_mhz       the clock whose cycles these are
    """

    latency_cycles: int
    energy_fj: int
    power_uw: int
    clock_mhz: int

    @property
    def latency_s(self) -> float:
        """Seconds."""
        return self.latency_cycles / (self.clock_mhz * 1e6)

    @property
    def energy_j(self) -> float:
        """Joule."""
        return self.energy_fj / 1e15

    @property
    def power_w(self) -> float:
        """Watt."""
        return self.power_uw / 1e6


BINDINGS = ("none", "latency", "power", "both")
VERDICTS = ("unknown", "feasible", "infeasible")


def effort(defaults, budget: Optional[int], candidates: Optional[int], seed: Optional[int]) -> tuple[int, int, int]:
    """Budget, candidates and seed; None is the library's default."""
    return (
        defaults.budget if budget is None else whole("budget", budget, 1, 1_000_000),
        defaults.candidates if candidates is None else whole("candidates", candidates, 1, 65535),
        defaults.seed if seed is None else whole("seed", seed, 0, (1 << 64) - 1),
    )


def memory_of(size: int) -> ctypes.Array:
    """Memory that is aligned as C wants it."""
    return (ctypes.c_uint64 * ((size + 7) // 8))()
