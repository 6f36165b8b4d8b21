"""Loads libgandse.so, and declares what gandse_shared.h and the headers of C declare."""

import ctypes
from ctypes import POINTER, Structure, c_bool, c_char_p, c_int, c_size_t, c_uint8, c_uint32, c_uint64, c_void_p
from pathlib import Path

from ._version import VERSION

OK = 0
FREE = 0xFFFFFFFF
"""A pin of `explore_batch` that leaves the parameter free."""


class _Named(Structure):
    c_name: str  # what C calls it


class Result(_Named):
    c_name = "gandse_result"
    _fields_ = [
        ("latency_cycles", c_uint64),
        ("energy_fj", c_uint64),
        ("power_uw", c_uint64),
        ("excess_ppm", c_uint64),
        ("evaluations", c_uint32),
        ("binding", c_uint8),
        ("satisfied", c_bool),
        ("extrapolated", c_bool),
    ]


class Explanation(_Named):
    c_name = "gandse_explanation"
    _fields_ = [
        ("nodes", c_uint64),
        ("pins", c_uint32),
        ("limits", c_uint32),
        ("verdict", c_uint8),
        ("limits_alone", c_uint8),
        ("latency_alone", c_uint8),
        ("power_alone", c_uint8),
        ("complete", c_bool),
    ]


class Point(_Named):
    c_name = "gandse_point"
    _fields_ = [
        ("latency_cycles", c_uint64),
        ("energy_fj", c_uint64),
        ("power_uw", c_uint64),
        ("choices", c_uint8 * 32),
        ("generator", c_void_p),
    ]


class NetworkResult(_Named):
    c_name = "gandse_network_result"
    _fields_ = [
        ("latency_cycles", c_uint64),
        ("energy_fj", c_uint64),
        ("power_uw", c_uint64),
        ("evaluations", c_uint64),
        ("load_cycles", c_uint64),
        ("load_energy_fj", c_uint64),
        ("excess_ppm", c_uint64),
        ("bitstream", c_uint32),
        ("layer", c_uint32),
        ("binding", c_uint8),
        ("step", c_uint8),
        ("satisfied", c_bool),
        ("extrapolated", c_bool),
    ]


class NetworkPoint(_Named):
    c_name = "gandse_network_point"
    _fields_ = [
        ("latency_cycles", c_uint64),
        ("energy_fj", c_uint64),
        ("power_uw", c_uint64),
        ("objective_latency_cycles", c_uint64),
        ("objective_power_uw", c_uint64),
        ("bitstream", c_uint32),
    ]


class SharedField(_Named):
    c_name = "gandse_shared_field"
    _fields_ = [
        ("name", c_char_p),
        ("group", c_char_p),
        ("min", c_uint32),
        ("max", c_uint32),
        ("preset", c_uint32),
        ("optional", c_bool),
    ]


class SharedParameter(_Named):
    c_name = "gandse_shared_parameter"
    _fields_ = [
        ("name", c_char_p),
        ("unit", c_char_p),
        ("description", c_char_p),
        ("names", POINTER(c_char_p)),
        ("hardware", c_bool),
    ]


class SharedResource(_Named):
    c_name = "gandse_shared_resource"
    _fields_ = [("name", c_char_p), ("unit", c_char_p), ("description", c_char_p)]


class SharedGenerator(_Named):
    c_name = "gandse_shared_generator"
    _fields_ = [
        ("name", c_char_p),
        ("technology", c_char_p),
        ("generator", c_void_p),
        ("analysis", c_void_p),
        ("network", c_void_p),
        ("fields", POINTER(SharedField)),
        ("parameters", POINTER(SharedParameter)),
        ("resources", POINTER(SharedResource)),
        ("field_count", c_size_t),
    ]


class SharedOptions(_Named):
    c_name = "gandse_shared_options"
    _fields_ = [("budget", c_uint32), ("candidates", c_uint32), ("seed", c_uint64)]


class Shared(_Named):
    c_name = "gandse_shared"
    _fields_ = [
        ("generators", POINTER(POINTER(SharedGenerator))),
        ("generator_count", c_size_t),
        ("options", SharedOptions),
        ("network_options", SharedOptions),
        ("network_layers", c_uint32),
        ("network_bitstreams", c_uint32),
        ("front_points", c_uint32),
        ("network_front_points", c_uint32),
    ]


class SharedBatch(_Named):
    c_name = "gandse_shared_batch"
    _fields_ = [
        ("rows", c_size_t),
        ("layers", c_void_p),
        ("objectives", c_void_p),
        ("pins", c_void_p),
        ("results", c_void_p),
        ("configurations", c_void_p),
        ("reasons", c_void_p),
    ]


STRUCTURES = (
    Result,
    Explanation,
    Point,
    NetworkResult,
    NetworkPoint,
    SharedField,
    SharedParameter,
    SharedResource,
    SharedGenerator,
    SharedOptions,
    Shared,
    SharedBatch,
)

_FUNCTIONS = {
    "gandse_version": (c_char_p,),
    "gandse_template_name": (c_char_p, c_void_p),
    "gandse_fingerprint": (c_uint64, c_void_p),
    "gandse_clock_mhz": (c_uint32, c_void_p),
    "gandse_size": (c_size_t, c_void_p),
    "gandse_open": (c_void_p, c_void_p, c_void_p, c_size_t),
    "gandse_set_layer": (c_int, c_void_p, c_char_p, c_uint32),
    "gandse_set_objective": (None, c_void_p, c_uint64, c_uint64),
    "gandse_set_options": (None, c_void_p, c_uint32, c_uint32, c_uint64),
    "gandse_pin": (c_int, c_void_p, c_char_p, c_uint32),
    "gandse_explore": (c_int, c_void_p),
    "gandse_evaluate": (c_int, c_void_p),
    "gandse_result_of": (POINTER(Result), c_void_p),
    "gandse_value": (c_int, c_void_p, c_char_p, POINTER(c_uint32)),
    "gandse_parameter_count": (c_size_t, c_void_p),
    "gandse_choice_count": (c_size_t, c_void_p, c_size_t),
    "gandse_choice_value": (c_uint32, c_void_p, c_size_t, c_size_t),
    "gandse_reason_text": (c_char_p, c_void_p, c_uint32),
    "gandse_resource_count": (c_size_t, c_void_p),
    "gandse_explore_within": (c_int, c_void_p, c_void_p, POINTER(c_uint32), POINTER(c_size_t)),
    "gandse_explain": (c_int, c_void_p, c_void_p, POINTER(c_uint32), c_uint64, POINTER(Explanation)),
    "gandse_front": (c_int, c_void_p, c_void_p, POINTER(c_uint32), POINTER(Point), POINTER(c_size_t)),
    "gandse_point_value": (c_int, c_void_p, POINTER(Point), c_char_p, POINTER(c_uint32)),
    "gandse_network_size": (c_size_t, c_void_p),
    "gandse_network_open": (c_void_p, c_void_p, c_void_p, c_size_t),
    "gandse_network_add_layer": (c_int, c_void_p),
    "gandse_network_set_layer": (c_int, c_void_p, c_char_p, c_uint32),
    "gandse_network_add_bitstream": (c_int, c_void_p, c_uint64, c_uint64),
    "gandse_network_set_hardware": (c_int, c_void_p, c_char_p, c_uint32),
    "gandse_network_clear_layers": (None, c_void_p),
    "gandse_network_set_limit": (c_int, c_void_p, c_char_p, c_uint32),
    "gandse_network_set_objective": (None, c_void_p, c_uint64, c_uint64),
    "gandse_network_set_options": (None, c_void_p, c_uint32, c_uint32, c_uint64),
    "gandse_network_set_goal": (c_int, c_void_p, c_uint32),
    "gandse_network_set_waiting": (None, c_void_p, c_uint64),
    "gandse_network_explore": (c_int, c_void_p),
    "gandse_network_begin": (c_int, c_void_p, c_uint32),
    "gandse_network_next": (c_int, c_void_p, c_uint64, c_bool),
    "gandse_network_result_of": (POINTER(NetworkResult), c_void_p),
    "gandse_network_refused_layer": (c_size_t, c_void_p),
    "gandse_network_front": (c_int, c_void_p, POINTER(NetworkPoint), POINTER(c_size_t)),
    "gandse_network_value": (c_int, c_void_p, c_size_t, c_char_p, POINTER(c_uint32)),
    "gandse_shared_contents": (POINTER(Shared),),
    "gandse_shared_explore": (c_int, POINTER(SharedGenerator), c_void_p, POINTER(SharedBatch)),
    "gandse_shared_better": (
        c_bool,
        POINTER(NetworkResult),
        POINTER(NetworkResult),
        c_uint64,
        c_uint64,
        c_uint32,
        c_uint32,
    ),
}


def load(path: Path) -> ctypes.CDLL:
    """Loads the library at `path`. Raises ImportError, with a sentence, if it is not the one that this module is of."""
    try:
        library = ctypes.CDLL(str(path))
    except OSError as error:
        raise ImportError(
            f"gandse: cannot load {path}: {error}; install the wheel of this machine, or build the target gandse_python"
        ) from None
    try:
        library.gandse_version.restype = c_char_p
        version = library.gandse_version().decode()
        size_of = library.gandse_shared_size_of
    except AttributeError as error:
        raise ImportError(f"gandse: {path} is no libgandse.so that other languages can ask: {error}") from None
    if version != VERSION:
        raise ImportError(
            f"gandse: {path} is of version {version}, this module of {VERSION}: install one wheel of both"
        )
    size_of.restype, size_of.argtypes = c_size_t, [c_char_p]
    for structure in STRUCTURES:
        there, here = size_of(structure.c_name.encode()), ctypes.sizeof(structure)
        if there != here:
            raise ImportError(
                f"gandse: {structure.c_name} has {there} bytes in {path} and {here} in this module, which was written "
                "for another build: install one wheel of both"
            )
    for name, (result, *arguments) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


lib = load(Path(__file__).with_name("libgandse.so"))
contents: Shared = lib.gandse_shared_contents().contents
