#!/usr/bin/env python3
"""Decides for each layer of ResNet-18, asks what one layer can have at all, and plots both: example.py [PICTURE.png].

Run it where the module is found, for example PYTHONPATH=build/host/runtime/python. The plot needs matplotlib."""

import csv
import sys
from pathlib import Path

import gandse

LAYERS = Path(__file__).resolve().parents[1] / "examples" / "resnet18.csv"
FIELDS = {f.name for f in gandse.space("im2col").layer_fields} | {"stride"}


def read_tasks(path):
    """Name, layer, latency in cycles and power in microwatt of each row."""
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            layer = {name: int(value) for name, value in row.items() if name in FIELDS}
            yield row["name"], layer, int(row["latency_cycles"]), int(row["power_uw"])


# %% One decision for each layer.
names, decisions, objectives = [], [], []
for name, layer, latency, power in read_tasks(LAYERS):
    decision = gandse.explore("im2col", layer, latency_cycles=latency, power_uw=power)
    names.append(name)
    decisions.append(decision)
    objectives.append(latency / (decision.clock_mhz * 1e6))
    verdict = "satisfied" if decision.satisfied else f"misses {decision.binding} by {decision.excess_ppm / 1e4:.2f} %"
    print(f"{name:22} {decision.latency_s * 1e6:8.1f} us {decision.power_w * 1e3:6.1f} mW  {verdict}")
met = sum(d.satisfied for d in decisions)
print(f"{met} of {len(decisions)} satisfied; {sum(d.latency_s for d in decisions) * 1e3:.3f} ms together")

# %% What a layer can have at all, and where its decision lies.
name, layer, latency, power = next(task for task in read_tasks(LAYERS) if task[0] == "layer2.0.conv2")
front = gandse.front("im2col", layer)
print(f"{name}: {len(front)} points that no other beats")

# %% A plot of both.
try:
    import matplotlib
except ImportError:
    sys.exit("no plot: install matplotlib (Debian: python3-matplotlib)")
matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

figure, (left, right) = plt.subplots(1, 2, figsize=(13, 5), layout="constrained")
left.bar(names, [d.latency_s * 1e6 for d in decisions], color=["C0" if d.satisfied else "C3" for d in decisions])
left.plot(names, [o * 1e6 for o in objectives], "k_", markersize=12, label="latency allowed")
left.tick_params(axis="x", rotation=90)
left.set(title="ResNet-18, layer by layer (red: missed)", ylabel="latency, us")
left.legend()
right.plot([p.latency_s * 1e6 for p in front], [p.power_w * 1e3 for p in front], ".-", label="what it can have")
chosen = decisions[names.index(name)]
right.plot(chosen.latency_s * 1e6, chosen.power_w * 1e3, "C1o", label="the decision")
right.axvline(latency / chosen.clock_mhz, color="k", lw=0.8)
right.axhline(power / 1e3, color="k", lw=0.8, label="allowed")
right.set(title=f"{name}: latency against power", xlabel="latency, us", ylabel="power, mW", xscale="log", yscale="log")
right.legend()
picture = sys.argv[1] if len(sys.argv) > 1 else "resnet18.png"
figure.savefig(picture, dpi=120)
print(f"wrote {picture}")
