"""The Python module beside the command line: the same questions, the same answers. GANDSE_BINARY is the command line,
GANDSE_EXAMPLES its example files; the module is the one that is found first."""

import contextlib
import csv
import inspect
import io
import json
import os
import pathlib
import pickle
import pydoc
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

import gandse

EXAMPLES = pathlib.Path(os.environ["GANDSE_EXAMPLES"])
LAYER = gandse.Layer(ic=64, oc=64, oh=56, ow=56, kh=3, kw=3)
FIGURES = ("latency_cycles", "energy_fj", "power_uw")

try:
    import numpy as np
except ImportError:
    np = None


def command_line(*arguments):
    """Its standard output; exit codes 0 and 3 are answers."""
    run = subprocess.run([os.environ["GANDSE_BINARY"], *map(str, arguments)], capture_output=True, text=True)
    if run.returncode not in (0, 3):
        raise AssertionError(f"gandse {arguments}: {run.returncode}: {run.stderr}")
    return run.stdout


def asked(*arguments):
    return json.loads(command_line(*arguments, "--json"))


def text_of(layer):
    return ",".join(f"{name}={value}" for name, value in layer.items())


def figures(answer):
    return {name: getattr(answer, name) for name in FIGURES}


def random_tasks(generator, count, seed):
    """Layers, objectives and pins; some are refused, some are missed."""
    draw = random.Random(seed)
    space = gandse.space(generator)
    tasks = []
    for _ in range(count):
        kernel = draw.choice([1, 3, 5, 7])
        layer = {
            "ic": draw.choice([3, 16, 64, 256, 1000]),
            "oc": draw.choice([8, 64, 96, 512]),
            "oh": draw.choice([1, 7, 28, 56]),
            "ow": draw.choice([1, 14, 56]),
            "kh": kernel,
            "kw": kernel,
            "stride_h": draw.choice([1, 2]),
        }
        if space.template == "dnnweaver":
            layer["pool"] = draw.choice([1, 2])
        pins = {p.name: draw.choice(p.choices) for p in draw.sample(space.parameters, draw.choice([0, 0, 1, 2, 7]))}
        tasks.append((layer, int(10 ** draw.uniform(3, 8)), int(10 ** draw.uniform(4.5, 6.5)), pins))
    return tasks


def batch_of_command_line(generator, tasks, folder, *options):
    """The rows that `gandse batch` prints for these tasks."""
    parameters = [p.name for p in gandse.space(generator).parameters]
    fields = list(tasks[0][0])
    path = pathlib.Path(folder) / "tasks.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*fields, "latency_cycles", "power_uw", *(f"pin_{p}" for p in parameters)])
        for layer, latency, power, pins in tasks:
            writer.writerow([*(layer[f] for f in fields), latency, power, *(pins.get(p, "") for p in parameters)])
    return list(csv.DictReader(io.StringIO(command_line("batch", generator, path, *options))))


def layers_of_file(path):
    with path.open(newline="") as file:
        known = {"ic", "oc", "oh", "ow", "kh", "kw", "stride", "repeat"}
        return [{name: int(value) for name, value in row.items() if name in known} for row in csv.DictReader(file)]


def bitstreams_of_file(path):
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    hardware = [p.name for p in gandse.space("im2col").parameters if p.hardware]
    return [
        gandse.Bitstream(row["name"], {h: int(row[h]) for h in hardware}, row["load_us"], row["load_uj"])
        for row in rows
    ]


class Decisions(unittest.TestCase):
    def test_a_hundred_decisions_are_those_of_the_command_line(self):
        for generator in ("im2col_96k", "dnnweaver_80k"):
            tasks = random_tasks(generator, 100, seed=7)
            with tempfile.TemporaryDirectory() as folder:
                rows = batch_of_command_line(generator, tasks, folder, "--seed", 5, "--budget", 60, "--candidates", 40)
            self.assertEqual(len(rows), 100)
            refused = missed = 0
            for (layer, latency, power, pins), row in zip(tasks, rows):
                question = dict(latency_cycles=latency, power_uw=power, pins=pins, seed=5, budget=60, candidates=40)
                if row["legal"] == "0":
                    refused += 1
                    with self.assertRaises(gandse.NotPossible):
                        gandse.explore(generator, layer, **question)
                    continue
                decision = gandse.explore(generator, layer, **question)
                answer = {name: str(value) for name, value in {**figures(decision), **decision.configuration}.items()}
                answer |= {"satisfied": str(int(decision.satisfied)), "evaluations": str(decision.evaluations)}
                answer |= {"extrapolated": str(int(decision.extrapolated)), "binding": decision.binding}
                self.assertEqual(answer, {name: row[name] for name in answer})
                self.assertEqual(round(float(row["excess"]) * 1_000_000), decision.excess_ppm)
                missed += not decision.satisfied
            self.assertGreater(refused, 0)
            self.assertGreater(missed, 0)
            self.assertLess(refused + missed, 90)

    def test_within_limits(self):
        limits = {"sram": 64, "pe": 256}
        there = asked(
            "explore",
            "im2col",
            "--layer",
            text_of(LAYER),
            "--latency",
            "2ms",
            "--power",
            "400mW",
            "--nodes",
            0,
            "--limit",
            text_of(limits),
        )
        here = gandse.explore("im2col", LAYER, latency_s=0.002, power_w=0.4, limits=limits)
        self.assertEqual({name: there[name] for name in figures(here)}, figures(here))
        self.assertEqual(there["configuration"], here.configuration)
        self.assertIsNone(here.exceeded)
        tight = gandse.explore("im2col", LAYER, latency_s=0.002, power_w=0.4, limits={"sram": 1})
        self.assertEqual((tight.satisfied, tight.exceeded), (False, "sram"))

    def test_what_a_configuration_costs(self):
        decision = gandse.explore("im2col_8k", LAYER, latency_s="0.002", power_w="0.4")
        there = asked("cost", "im2col_8k", "--layer", text_of(LAYER), "--config", text_of(decision.configuration))
        cost = gandse.evaluate("im2col_8k", LAYER, decision.configuration)
        self.assertEqual(figures(cost), {name: there[name] for name in FIGURES})
        self.assertEqual(figures(cost), figures(decision))
        self.assertAlmostEqual(cost.power_w, cost.energy_j / cost.latency_s, places=6)

    def test_front(self):
        there = asked("front", "im2col_8k", "--layer", text_of(LAYER), "--pin", "PEN=256")["points"]
        here = gandse.front("im2col_8k", LAYER, pins={"PEN": 256})
        self.assertGreater(len(here), 2)
        names = ("configuration", *FIGURES)
        self.assertEqual([{n: getattr(p, n) for n in names} for p in here], [{n: p[n] for n in names} for p in there])

    def test_explanation(self):
        question = dict(latency_cycles=400_000, power_uw=200_000, pins={"PEN": 128})
        here = gandse.explain("im2col", LAYER, **question)
        answer = asked(
            "explore",
            "im2col",
            "--layer",
            text_of(LAYER),
            "--latency",
            "400000cycles",
            "--power",
            "200mW",
            "--pin",
            "PEN=128",
        )
        there = answer["explanation"]
        for name in ("verdict", "limits_alone", "latency_alone", "power_alone", "nodes", "complete"):
            self.assertEqual(getattr(here, name), there[name], name)
        self.assertEqual((list(here.pins), list(here.limits)), (there["without_pin"], there["without_limit"]))
        self.assertEqual(here.pins, ("PEN",))
        nodes = inspect.signature(gandse.explain).parameters["nodes"].default
        self.assertEqual(nodes, answer["options"]["nodes"])
        self.assertEqual(gandse.explain("im2col", LAYER, latency_s=1, power_w=10).verdict, "feasible")

    def test_space(self):
        for generator in gandse.generators():
            there, here = asked("space", generator), gandse.space(generator)
            self.assertEqual(there["generator"], here.generator)
            self.assertEqual(there["template"], here.template)
            self.assertEqual(there["fingerprint"], here.fingerprint)
            self.assertEqual([p["name"] for p in there["parameters"]], [p.name for p in here.parameters])
            self.assertEqual([p["choices"] for p in there["parameters"]], [list(p.choices) for p in here.parameters])
            limits = {f.name: (f.min, f.max, f.default) for f in here.layer_fields}
            self.assertEqual(
                {n: (f["min"], f["max"], f.get("default")) for n, f in there["layer_limits"].items()}, limits
            )

    def test_layers(self):
        padded = gandse.Layer(8, 8, 7, 7, 3, 3, pad=1, others={"pad_top": 0})
        spelt = dict(ic=8, oc=8, oh=7, ow=7, kh=3, kw=3, pad_left=1, pad_bottom=1, pad_right=1)
        question = dict(latency_s=1, power_w=1)
        self.assertEqual(
            gandse.explore("im2col_8k", padded, **question), gandse.explore("im2col_8k", spelt, **question)
        )
        self.assertEqual(gandse.space("im2col").cycles(0.0003), 150_000)
        decision = gandse.explore("im2col", padded, **question)
        self.assertEqual(pickle.loads(pickle.dumps(decision)), decision)
        self.assertEqual(len({padded, padded}), 1)

    def test_threads_get_the_answers_of_one(self):
        tasks = [t for t in random_tasks("im2col_8k", 40, seed=3) if not t[3]]
        ask = lambda t: gandse.explore("im2col_8k", t[0], latency_cycles=t[1], power_uw=t[2])  # noqa: E731
        alone = [ask(t) for t in tasks]
        answers = [[] for _ in range(4)]
        threads = [threading.Thread(target=lambda a=a: a.extend(ask(t) for t in tasks)) for a in answers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(answers, [alone] * 4)


class Networks(unittest.TestCase):
    def setUp(self):
        self.layers = layers_of_file(EXAMPLES / "resnet18.csv")
        self.bitstreams = bitstreams_of_file(EXAMPLES / "bitstreams.csv")
        self.files = (EXAMPLES / "resnet18.csv", "--bitstreams", EXAMPLES / "bitstreams.csv")

    def test_a_network(self):
        for latency, power, goal in (("0.015", "0.3", "score"), ("0.015", "0.3", "energy"), ("0.008", "0.2", "score")):
            there = asked(
                "network",
                "im2col_8k",
                *self.files,
                "--latency",
                f"{latency}s",
                "--power",
                f"{power}W",
                "--goal",
                goal,
                "--nodes",
                0,
            )
            here = gandse.network(
                "im2col_8k", self.layers, self.bitstreams, latency_s=latency, power_w=power, goal=goal
            )
            self.assertEqual(figures(here), {name: there[name] for name in FIGURES})
            for name in ("bitstream", "satisfied", "evaluations", "extrapolated", "binding"):
                self.assertEqual(getattr(here, name), there[name], name)
            self.assertEqual(there["layers"][here.binding_layer]["name"], there["binding_layer"])
            for schedule, layer in zip(here.schedules, there["layers"], strict=True):
                self.assertEqual(schedule, layer["configuration"])

    def test_a_network_within_limits(self):
        there = asked(
            "network",
            "im2col_8k",
            *self.files,
            "--latency",
            "30ms",
            "--power",
            "300mW",
            "--limit",
            "pe=256",
            "--nodes",
            0,
        )
        here = gandse.network(
            "im2col_8k", self.layers, self.bitstreams, latency_s="0.03", power_w="0.3", limits={"pe": 256}
        )
        self.assertEqual((here.bitstream, figures(here)), (there["bitstream"], {n: there[n] for n in FIGURES}))
        with self.assertRaisesRegex(gandse.NotPossible, "every bitstream takes more of a resource"):
            gandse.network("im2col_8k", self.layers, self.bitstreams, latency_s=1, power_w=1, limits={"pe": 16})

    def test_front(self):
        there = asked("front", "im2col_8k", "--network", *self.files, "--budget", 16)["points"]
        here = gandse.network_front("im2col_8k", self.layers, self.bitstreams, budget=16)
        self.assertGreater(len(here), 2)
        names = ("bitstream", "objective_latency_cycles", "objective_power_uw", *FIGURES)
        self.assertEqual([{n: getattr(p, n) for n in names} for p in here], [{n: p[n] for n in names} for p in there])

    def test_a_stream(self):
        there = asked(
            "reconfigure",
            "im2col_8k",
            EXAMPLES / "day.csv",
            "--bitstreams",
            EXAMPLES / "bitstreams.csv",
            "--waiting",
            "50mW",
            "--loaded",
            self.bitstreams[1].name,
        )["tasks"]
        tasks = [
            gandse.Task(
                layers_of_file(EXAMPLES / t["network"]),
                t["inferences"],
                t["objective_latency_cycles"],
                power_uw=t["objective_power_uw"],
                known=bool(t["known"]),
                name=t["name"],
            )
            for t in there
        ]
        here = gandse.reconfigure(
            "im2col_8k", tasks, self.bitstreams, waiting_uw=50_000, loaded=self.bitstreams[1].name
        )
        names = (
            "step",
            "bitstream",
            "satisfied",
            *FIGURES,
            "load_cycles",
            "load_energy_fj",
            "evaluations",
            "extrapolated",
        )
        self.assertEqual([{n: getattr(s, n) for n in names} for s in here], [{n: t[n] for n in names} for t in there])
        self.assertGreater(len({step.step for step in here}), 1)
        for step, task in zip(here, there):
            for schedule, layer in zip(step.schedules, task.get("layers", [])):
                self.assertEqual(schedule, layer["configuration"])

    def test_a_stream_goes_on_after_a_task_that_is_refused(self):
        tasks = [
            gandse.Task(self.layers[:3], 1000, latency_s=latency, power_w=power)
            for latency, power in (("0.004", "0.3"), ("0.002", "0.5"), ("0.01", "0.1"))
        ]
        wrong = gandse.Task([self.layers[0], {**self.layers[1], "oc": 0}], 1000, latency_s=1, power_w=1)
        too_large = gandse.Task([{**self.layers[0], "ic": 1 << 20, "oc": 1 << 20}], 1000, latency_s=1, power_w=1)
        stream = gandse.Stream("im2col_8k", self.bitstreams)
        steps = []
        for task in tasks:
            with self.assertRaisesRegex(gandse.BadInput, "layer 1: layer field oc is 0"):
                stream.next(wrong)
            with self.assertRaisesRegex(gandse.NotPossible, r"layer 0: the layer needs more than 2\^40 MACs"):
                stream.next(too_large)
            steps.append(stream.next(task))
        self.assertEqual(steps, gandse.reconfigure("im2col_8k", tasks, self.bitstreams))

    def test_what_is_refused(self):
        ask = lambda layers, bitstreams=self.bitstreams: gandse.network(  # noqa: E731
            "im2col_8k", layers, bitstreams, latency_s=1, power_w=1
        )
        for sentence, question in {
            r"has 4097 layers; there must be 1\.\.4096": lambda: ask(self.layers[:1] * 4097),
            r"layer 1: layer field kh is 65; it must be 1\.\.64": lambda: ask(
                [self.layers[0], {**self.layers[1], "kh": 65}]
            ),
            r"there are 0 bitstreams; there must be 1\.\.64": lambda: ask(self.layers, []),
            "several bitstreams 'tiny'": lambda: ask(self.layers, [self.bitstreams[0]] * 2),
            "bitstream 'b' has no SDB": lambda: ask(self.layers, [gandse.Bitstream("b", {"PEN": 128})]),
            "unknown hardware parameter .*did you mean": lambda: ask(
                self.layers, [gandse.Bitstream("b", {"PENS": 128})]
            ),
            "task noon: inferences is 0": lambda: gandse.reconfigure(
                "im2col_8k", [gandse.Task(self.layers, 0, 1, power_uw=1, name="noon")], self.bitstreams
            ),
            "unknown bitstream 'tinny'; did you mean tiny": lambda: gandse.Stream(
                "im2col_8k", self.bitstreams, loaded="tinny"
            ),
        }.items():
            with self.assertRaisesRegex(gandse.BadInput, sentence):
                question()


class Sentences(unittest.TestCase):
    def test_bad_input_says_what_is_wrong_and_what_would_be_right(self):
        def ask(layer=LAYER, generator="im2col", **more):
            return gandse.explore(generator, layer, **{"latency_s": 0.002, "power_w": 0.4, **more})

        for sentence, question in {
            "unknown generator or template 'im2coll'; did you mean im2col": lambda: ask(generator="im2coll"),
            "unknown layer field of im2col 'kwh'; did you mean": lambda: ask({**LAYER, "kwh": 1}),
            "the layer has no kh, kw": lambda: ask({"ic": 1, "oc": 1, "oh": 1, "ow": 1}),
            r"layer field oc is 0; it must be 1\.\.": lambda: ask({**LAYER, "oc": 0}),
            "layer field oc is 2.5; it must be a whole number": lambda: ask({**LAYER, "oc": 2.5}),
            "unknown parameter of im2col 'PE'; did you mean PEN": lambda: ask(pins={"PE": 256}),
            "PEN is 257; its choices are .*256": lambda: ask(pins={"PEN": 257}),
            "unknown resource of im2col 'srams'; did you mean sram": lambda: ask(limits={"srams": 64}),
            "give the latency either as latency_cycles or as latency_s": lambda: ask(latency_cycles=1),
            "the time, in seconds, is nan; it must be a number": lambda: ask(latency_s=float("nan")),
            "power_w is '1/0'; it must be a number": lambda: ask(power_w="1/0"),
            "give the power either": lambda: ask(power_w=None),
            r"latency, in cycles, is 0; it must be 1\.\.": lambda: ask(latency_s=1e-10),
            "more padding than the kernel reaches": lambda: ask({**LAYER, "pad": 9}),
            r"budget is 0; it must be 1\.\.1000000": lambda: ask(budget=0),
            r"seed is -1; it must be 0\.\.": lambda: ask(seed=-1),
            "the configuration has no SDB, .*every parameter needs a value": lambda: gandse.evaluate(
                "im2col", LAYER, {"PEN": 256}
            ),
        }.items():
            with self.assertRaisesRegex(gandse.BadInput, sentence):
                question()

    def test_what_is_not_possible_has_the_rule_of_the_template(self):
        smallest = {p.name: p.choices[0] for p in gandse.space().parameters}
        largest_tiles = {n: p.choices[-1] for n, p in zip(smallest, gandse.space().parameters) if not p.hardware}
        rules = asked("cost", "im2col", "--layer", text_of(LAYER), "--config", text_of({**smallest, **largest_tiles}))
        self.assertEqual(rules["legal"], 0)
        with self.assertRaises(gandse.NotPossible) as refused:
            gandse.evaluate("im2col", LAYER, {**smallest, **largest_tiles})
        self.assertNotIn("unknown", str(refused.exception))
        self.assertGreater(len(str(refused.exception)), 20)

    def test_the_example_of_the_page(self):
        page = (EXAMPLES.parent / "python" / "README.md").read_text()
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(page.split("```python\n")[1].split("```")[0], {})
        self.assertRegex(printed.getvalue(), r"^\d+ \d+ \d+\n$")

    def test_help_is_of_what_is_exported(self):
        page = pydoc.render_doc(gandse, renderer=pydoc.plaintext)
        for name in gandse.__all__:
            self.assertIn(name, page)
            if name != "FREE":
                self.assertTrue(getattr(gandse, name).__doc__, f"{name} has no docstring")


class Library(unittest.TestCase):
    def imported(self, change, *options, code="import gandse"):
        """Standard error of `code` with a copy of the module that `change` has changed."""
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "gandse"
            shutil.copytree(pathlib.Path(gandse.__file__).parent, copy)
            change(copy)
            run = subprocess.run(
                [sys.executable, *options, "-c", code],
                env={**os.environ, "PYTHONPATH": folder},
                capture_output=True,
                text=True,
            )
            return run.returncode, run.stderr

    def test_another_version_is_refused(self):
        code, error = self.imported(lambda copy: (copy / "_version.py").write_text('VERSION = "9.9.9"\n'))
        self.assertEqual(code, 1)
        self.assertRegex(
            error, r"ImportError: gandse: .*is of version [0-9.]+, this module of 9\.9\.9: install one wheel"
        )

    def test_another_layout_is_refused(self):
        def grow(copy):
            source = copy / "_library.py"
            source.write_text(
                source.read_text().replace('("excess_ppm", c_uint64),', '("excess_ppm", c_uint64 * 2),', 1)
            )

        code, error = self.imported(grow)
        self.assertEqual(code, 1)
        self.assertRegex(error, "ImportError: gandse: gandse_result has 40 bytes in .* and 48 in this module")

    def test_no_library(self):
        code, error = self.imported(lambda copy: (copy / "libgandse.so").unlink())
        self.assertEqual(code, 1)
        self.assertRegex(error, "ImportError: gandse: cannot load .*libgandse.so")

    def test_numpy_is_needed_for_batches_alone(self):
        code, error = self.imported(
            lambda copy: None,
            code="import sys; sys.modules['numpy'] = None\nimport gandse\n"
            "gandse.explore('im2col', dict(ic=1, oc=1, oh=1, ow=1, kh=1, kw=1), latency_s=1, power_w=1)\n"
            "gandse.explore_batch('im2col', [], [])",
        )
        self.assertEqual(code, 1)
        self.assertRegex(error, "ImportError: gandse.explore_batch needs NumPy: install numpy")


@unittest.skipIf(np is None, "NumPy is not installed: no batches")
class Batches(unittest.TestCase):
    def setUp(self):
        tasks = [t for t in random_tasks("im2col_8k", 120, seed=11) if len(t[3]) != 2]
        space = gandse.space("im2col_8k")
        self.tasks, self.space = tasks, space
        self.fields = [f.name for f in space.layer_fields]
        defaults = {f.name: f.default for f in space.layer_fields}
        self.layers = np.array([[t[0].get(f, defaults[f]) for f in self.fields] for t in tasks], np.uint32)
        self.objectives = np.array([t[1:3] for t in tasks], np.uint64)
        self.pins = np.array([[t[3].get(p.name, gandse.FREE) for p in space.parameters] for t in tasks], np.uint32)

    def check(self, batch):
        refused = 0
        for row, (layer, latency, power, pins) in enumerate(self.tasks):
            try:
                decision = gandse.explore("im2col_8k", layer, latency_cycles=latency, power_uw=power, pins=pins)
            except gandse.NotPossible as error:
                refused += 1
                self.assertEqual(batch.sentence(row), str(error))
                self.assertFalse(batch.configurations[row].any() or batch.results[row]["latency_cycles"])
                continue
            self.assertEqual(batch.reasons[row], 0)
            self.assertEqual(list(decision.configuration.values()), batch.configurations[row].tolist())
            for name in (*FIGURES, "excess_ppm", "evaluations", "satisfied", "extrapolated"):
                self.assertEqual(getattr(decision, name), batch.results[name][row])
            self.assertEqual(decision.binding, ("none", "latency", "power", "both")[batch.results["binding"][row]])
        return refused

    def test_rows_are_decided_as_alone_by_any_number_of_threads(self):
        for threads in (1, 3):
            batch = gandse.explore_batch("im2col_8k", self.layers, self.objectives, pins=self.pins, threads=threads)
            self.assertGreater(self.check(batch), 0)

    def test_arrays_are_written_where_they_are(self):
        n, parameters = len(self.tasks), len(self.space.parameters)
        out = gandse.explore_batch("im2col_8k", self.layers[:1].repeat(n, 0), self.objectives)
        self.assertEqual(out.configurations.shape, (n, parameters))
        again = gandse.explore_batch("im2col_8k", self.layers, self.objectives, pins=self.pins, out=out)
        self.assertIs(again.results, out.results)
        self.check(out)
        frozen = gandse.Batch(out.results, out.configurations[:, ::-1], out.reasons, "")
        with self.assertRaisesRegex(gandse.BadInput, "out.configurations is uint32 .*must be a writeable, contiguous"):
            gandse.explore_batch("im2col_8k", self.layers, self.objectives, out=frozen)

    def test_columns_by_name(self):
        self.tasks = [(*t[:3], {"PEN": 256}) for t in self.tasks]
        columns = {name: self.layers[:, i] for i, name in enumerate(self.fields) if self.layers[:, i].max() > 1}
        self.check(gandse.explore_batch("im2col_8k", columns, self.objectives, pins={"PEN": 256}))
        records = np.zeros(len(self.tasks), [(name, "u8") for name in columns])
        for name, column in columns.items():
            records[name] = column.astype(np.uint64)
        self.check(gandse.explore_batch("im2col_8k", records, self.objectives, pins={"PEN": 256}))

        class Frame:  # as a DataFrame is: columns by name, but no Mapping
            def keys(self):
                return columns.keys()

            def __getitem__(self, name):
                return columns[name]

        self.check(gandse.explore_batch("im2col_8k", Frame(), self.objectives, pins={"PEN": 256}))

    def test_tables_that_are_wrong(self):
        ones = {name: [1] for name in ("ic", "oc", "oh", "ow", "kh", "kw")}
        ask = lambda layers=self.layers, objectives=self.objectives, **more: gandse.explore_batch(  # noqa: E731
            "im2col_8k", layers, objectives, **more
        )
        for sentence, question in {
            r"layers has the shape \(\d+, 14\); it must be rows x 15": lambda: ask(self.layers[:, 1:]),
            r"objectives holds float64; it must be whole numbers": lambda: ask(objectives=self.objectives / 2),
            r"layers holds int64; it must be whole numbers, 0\.\.4294967295": lambda: ask(
                -self.layers.astype(np.int64)
            ),
            "objectives have 1 rows, layers": lambda: ask(objectives=self.objectives[:1]),
            "pins have 1 rows, layers": lambda: ask(pins=self.pins[:1]),
            r"layer field ic holds float64": lambda: ask({**ones, "ic": [1.5]}),
            r"layer field ic holds int64": lambda: ask({**ones, "ic": [-1]}),
            r"layers have \(1,\) values of ic and 2 of another field": lambda: ask({**ones, "kh": [1, 1]}),
            "layers have no ic": lambda: ask({"oc": [1]}),
            "unknown layer field of im2col 'icc'": lambda: ask({"icc": [1]}),
            "unknown parameter of im2col 'PENN'": lambda: ask(pins={"PENN": 256}),
        }.items():
            with self.assertRaisesRegex(gandse.BadInput, sentence):
                question()

    def test_no_rows(self):
        batch = gandse.explore_batch("im2col_8k", self.layers[:0], self.objectives[:0], threads=2)
        self.assertEqual((len(batch.results), batch.configurations.shape[0]), (0, 0))

    def test_a_value_out_of_range_is_the_row_s(self):
        layers = self.layers[:2].copy()
        layers[1, 0] = 0
        batch = gandse.explore_batch("im2col_8k", layers, [[1 << 40, 1 << 40], [1 << 40, 1 << 40]])
        self.assertEqual(batch.reasons.tolist(), [0, 1])
        self.assertIn("a field of the layer lies outside", batch.sentence(1))


if __name__ == "__main__":
    unittest.main()
