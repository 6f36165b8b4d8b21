"""Many decisions in NumPy's arrays."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from ctypes import byref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional, Union

from ._errors import BadInput, UnknownName
from ._layer import Session
from ._library import FREE, Result, SharedBatch, contents, lib
from ._space import Generator, effort, find, whole

if TYPE_CHECKING:
    from numpy import ndarray as Array
else:
    Array = Any

_ROWS_PER_CALL = 32  # some milliseconds: so long an interrupt waits, and so finely threads share the work


@dataclass(frozen=True)
class Batch:
    """Answers to many tasks, a row each.

    results         a structured array: latency_cycles, energy_fj, power_uw, excess_ppm, evaluations, binding (0 none, 1
                    latency, 2 power, 3 both), satisfied, extrapolated; zeros for a task that is refused
    configurations  uint32, a column per parameter, in the order of space().parameters: its value, or the index of its
                    name
    reasons         uint8: 0 for a task that has an answer; Batch.sentence says what another number means
    generator       who answered
    """

    results: Array
    configurations: Array
    reasons: Array
    generator: str

    def sentence(self, row: int) -> str:
        """Why a task is refused; "nothing is wrong" if it is not."""
        return find(self.generator).sentence(int(self.reasons[row]))


def _numpy():
    try:
        import numpy
    except ImportError:
        raise ImportError("gandse.explore_batch needs NumPy: install numpy (Debian: python3-numpy)") from None
    return numpy


def _checked(np, what: str, table: Any, dtype: Any, columns: int) -> Array:
    """The table as C reads it: itself if it is that already, otherwise a copy. Refuses negative and broken numbers."""
    array = np.asarray(table)
    if array.ndim != 2 or array.shape[1] != columns:
        raise BadInput(f"{what} has the shape {array.shape}; it must be rows x {columns}")
    _require_whole(np, what, array, dtype)
    return np.ascontiguousarray(array, dtype)


def _require_whole(np, what: str, array: Array, dtype: Any) -> None:
    most = np.iinfo(dtype).max
    if array.dtype != dtype:
        if array.dtype.kind not in "iu" or (array.size and (array.min() < 0 or array.max() > most)):
            raise BadInput(f"{what} holds {array.dtype}; it must be whole numbers, 0..{most}")


def _columns_of(np, what: str, table: Any) -> dict[str, Array]:
    names = getattr(getattr(table, "dtype", None), "names", None) or table.keys()
    return {str(name): np.atleast_1d(np.asarray(table[name])) for name in names}


def _layers(np, g: Generator, layers: Any) -> Array:
    if not isinstance(layers, Mapping) and getattr(getattr(layers, "dtype", None), "names", None) is None:
        if not hasattr(layers, "keys"):
            return _checked(np, "layers", layers, np.uint32, len(g.fields))
    columns = _columns_of(np, "layers", layers)
    for name in columns:
        if name not in g.fields and name not in g.groups:
            raise UnknownName(f"layer field of {g.space.template}", name, [*g.groups, *g.fields])
    rows = max((len(c) for c in columns.values()), default=0)
    full = np.empty((rows, len(g.fields)), np.uint32)
    for i, field in enumerate(g.space.layer_fields):
        column = columns.get(field.name, columns.get(field.group))
        if column is None and field.default is None:
            raise BadInput(f"layers have no {field.name}; a layer of {g.space.template} needs it")
        if column is None:
            full[:, i] = field.default
        elif column.shape != (rows,):
            raise BadInput(f"layers have {column.shape} values of {field.name} and {rows} of another field")
        else:
            _require_whole(np, f"layer field {field.name}", column, np.uint32)
            full[:, i] = column
    return full


def _pins(np, g: Generator, pins: Any, rows: int) -> Optional[Array]:
    if pins is None:
        return None
    if not hasattr(pins, "keys"):
        table = _checked(np, "pins", pins, np.uint32, g.parameter_count)
    else:
        table = np.full((rows, g.parameter_count), FREE, np.uint32)
        for name, choice in pins.items():
            value = g.value(name, choice)
            table[:, list(g.parameters).index(name)] = value
    if len(table) != rows:
        raise BadInput(f"pins have {len(table)} rows, layers {rows}")
    return table


def _room(np, g: Generator, rows: int, out: Optional[Batch]) -> Batch:
    dtype = np.dtype(Result)
    if out is None:
        return Batch(
            np.zeros(rows, dtype),
            np.zeros((rows, g.parameter_count), np.uint32),
            np.zeros(rows, np.uint8),
            g.space.generator,
        )
    for name, array, shape, kind in (
        ("results", out.results, (rows,), dtype),
        ("configurations", out.configurations, (rows, g.parameter_count), np.dtype(np.uint32)),
        ("reasons", out.reasons, (rows,), np.dtype(np.uint8)),
    ):
        fits = array.shape == shape and array.dtype == kind
        if not fits or not array.flags.c_contiguous or not array.flags.writeable:
            raise BadInput(
                f"out.{name} is {array.dtype} of {array.shape}; it must be a writeable, contiguous {kind} of {shape}"
            )
    return Batch(out.results, out.configurations, out.reasons, g.space.generator)


def explore_batch(
    generator: str,
    layers: Union[Array, Mapping[str, Any]],
    objectives: Array,
    *,
    pins: Union[Array, Mapping[str, Any], None] = None,
    budget: Optional[int] = None,
    candidates: Optional[int] = None,
    seed: Optional[int] = None,
    out: Optional[Batch] = None,
    threads: int = 1,
) -> Batch:
    """Decides for every row of arrays, each as `explore` does. Needs NumPy.

    layers      uint32, rows x fields, in the order of space().layer_fields; or columns by name (a dict, a structured
                array, a DataFrame), of which those with a default may be left out
    objectives  uint64, rows x 2: latency in cycles, power in microwatt
    pins        uint32, rows x parameters, in the order of space().parameters: a value (of a named choice its index), or
                gandse.FREE; or a dict, for all rows alike
    out         a Batch of as many rows, to be written to
    threads     so many decide at a time

    Contiguous arrays of those types are read where they are, and answers are written where they stay: nothing is
    copied. A task that is refused has its reason in its row; only a table as a whole raises BadInput. Other threads of
    Python run on meanwhile.
    """
    np = _numpy()
    g = find(generator)
    asked = _layers(np, g, layers)
    rows = len(asked)
    wanted = _checked(np, "objectives", objectives, np.uint64, 2)
    if len(wanted) != rows:
        raise BadInput(f"objectives have {len(wanted)} rows, layers {rows}")
    fixed = _pins(np, g, pins, rows)
    answers = _room(np, g, rows, out)
    options = effort(contents.options, budget, candidates, seed)

    def decide(first: int) -> None:
        part = slice(first, min(first + _ROWS_PER_CALL, rows))
        session = Session(g)
        lib.gandse_set_options(session.handle, *options)
        batch = SharedBatch(
            part.stop - first,
            asked[part].ctypes.data,
            wanted[part].ctypes.data,
            None if fixed is None else fixed[part].ctypes.data,
            answers.results[part].ctypes.data,
            answers.configurations[part].ctypes.data,
            answers.reasons[part].ctypes.data,
        )
        g.require(lib.gandse_shared_explore(byref(g.entry), session.handle, byref(batch)))

    parts = range(0, rows, _ROWS_PER_CALL)
    if whole("threads", threads, 1, 1024) == 1:
        for first in parts:
            decide(first)
    else:
        with ThreadPoolExecutor(threads) as pool:
            for _ in pool.map(decide, parts):
                pass
    return answers
