"""Which configuration of a neural-network accelerator meets a latency and a power budget, and which is best?

    import gandse

    layer = gandse.Layer(ic=64, oc=64, oh=56, ow=56, kh=3, kw=3)
    decision = gandse.explore("im2col", layer, latency_s=0.002, power_w=0.4)
    print(decision.satisfied, decision.latency_s, decision.power_w, decision.configuration)

The same questions as those of the command line, and the same answers, bit for bit:

    explore        the best configuration of a layer          explore_batch  ... of many, in NumPy's arrays
    evaluate       what exactly a configuration costs         front          what a layer can have at all
    network        one bitstream for a network, schedules     network_front  what a network can have at all
    reconfigure    a stream of networks: keep, retile, load   explain        why an objective is missed
    space          parameters, choices, limits                generators     who can be asked

help(gandse.explore), and so on, tells the arguments of one.

Latencies are cycles of the accelerator's clock (`latency_cycles`) or seconds; powers microwatt (`power_uw`) or watt;
energies femtojoule. Answers are frozen dataclasses. What is wrong raises a GandseError that says so: BadInput or
NotPossible.

Threads may ask at the same time: every call has memory of its own, and the interpreter's lock is free while the
library decides. Only a Stream belongs to one thread at a time.
"""

from ._batch import Batch, explore_batch
from ._errors import BadInput, GandseError, NotPossible, UnknownName
from ._layer import Decision, Explanation, FrontPoint, evaluate, explain, explore, front
from ._library import FREE
from ._network import (
    Bitstream,
    NetworkDecision,
    NetworkFrontPoint,
    Reconfiguration,
    Stream,
    Task,
    network,
    network_front,
    reconfigure,
)
from ._space import Cost, Layer, LayerField, Parameter, Resource, Space, generators, space
from ._version import VERSION as __version__

__all__ = [
    "explore",
    "explore_batch",
    "evaluate",
    "front",
    "explain",
    "network",
    "network_front",
    "reconfigure",
    "space",
    "generators",
    "Layer",
    "Bitstream",
    "Task",
    "Stream",
    "Cost",
    "Decision",
    "FrontPoint",
    "Explanation",
    "Batch",
    "NetworkDecision",
    "NetworkFrontPoint",
    "Reconfiguration",
    "Space",
    "LayerField",
    "Parameter",
    "Resource",
    "GandseError",
    "BadInput",
    "UnknownName",
    "NotPossible",
    "FREE",
]

for _name in __all__:
    if _name != "FREE":
        globals()[_name].__module__ = __name__  # where help, messages and pickles are to look for it
del _name
