#!/usr/bin/env python3
"""Exports the models of the zoo as ONNX files, with random weights, which are then taken out: only sizes count.

    sudo apt-get install python3-torch python3-torchvision python3-onnx
    python3 export.py FOLDER [NAME ...]

Then `make zoo MODELS=FOLDER` writes the tables anew. The files stay out of the repository.
"""

import pathlib
import sys
import warnings

import onnx
import torch
import torchvision
from torch import nn

OPSET = 14


def block(channels, kernel, stride, groups, inputs):
    return nn.Sequential(
        nn.Conv2d(inputs, channels, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(channels),
        nn.ReLU(),
    )


class MobileNetV1(nn.Sequential):
    """Howard et al. 2017, arXiv 1704.04861, table 1."""

    def __init__(self):
        layers = [block(32, 3, 2, 1, 3)]
        channels = 32
        plan = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + 5 * [(512, 1)] + [(1024, 2), (1024, 1)]
        for outputs, stride in plan:
            layers += [block(channels, 3, stride, channels, channels), block(outputs, 1, 1, 1, channels)]
            channels = outputs
        super().__init__(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 1000))


class Yolo(nn.Module):
    """The shape of YOLOv3-tiny (Redmon and Farhadi 2018, arXiv 1804.02767): two heads of 255 channels."""

    def __init__(self):
        super().__init__()
        pool = nn.MaxPool2d(2)
        stem, channels = [], 3
        for outputs in (16, 32, 64, 128):
            stem += [block(outputs, 3, 1, 1, channels), pool]
            channels = outputs
        self.stem = nn.Sequential(*stem, block(256, 3, 1, 1, channels))
        self.deep = nn.Sequential(
            pool, block(512, 3, 1, 1, 256), block(1024, 3, 1, 1, 512), block(256, 1, 1, 1, 1024)
        )
        self.low = nn.Sequential(block(512, 3, 1, 1, 256), nn.Conv2d(512, 255, 1))
        self.up = nn.Sequential(block(128, 1, 1, 1, 256), nn.Upsample(scale_factor=2))
        self.high = nn.Sequential(block(256, 3, 1, 1, 384), nn.Conv2d(256, 255, 1))

    def forward(self, image):
        middle = self.stem(image)
        deep = self.deep(middle)
        return self.low(deep), self.high(torch.cat([self.up(deep), middle], 1))


class Attention(nn.Module):
    """Queries, keys and values by weights of their own; `shared` heads have keys and values."""

    def __init__(self, width, heads, shared, bias):
        super().__init__()
        self.heads, self.shared, self.size = heads, shared, width // heads
        self.q = nn.Linear(width, width, bias)
        self.k = nn.Linear(width, shared * self.size, bias)
        self.v = nn.Linear(width, shared * self.size, bias)
        self.o = nn.Linear(width, width, bias)

    def split(self, x, heads):
        return x.reshape(x.shape[0], x.shape[1], heads, self.size).transpose(1, 2)

    def forward(self, x, kept_keys=None, kept_values=None):
        q, k, v = self.split(self.q(x), self.heads), self.split(self.k(x), self.shared), self.split(self.v(x), self.shared)
        if kept_keys is not None:
            k, v = torch.cat([kept_keys, k], 2), torch.cat([kept_values, v], 2)
        groups = self.heads // self.shared
        k, v = (t.repeat_interleave(groups, 1) if groups > 1 else t for t in (k, v))
        weights = torch.softmax(q @ k.transpose(-1, -2) / self.size**0.5, -1)
        y = (weights @ v).transpose(1, 2)
        return self.o(y.reshape(y.shape[0], y.shape[1], -1))


class Bert(nn.Module):
    """The encoder of BERT-base (Devlin et al. 2018, arXiv 1810.04805)."""

    def __init__(self, layers=12, width=768, heads=12, inner=3072):
        super().__init__()
        self.attention = nn.ModuleList(Attention(width, heads, heads, True) for _ in range(layers))
        self.inner = nn.ModuleList(
            nn.Sequential(nn.Linear(width, inner), nn.GELU(), nn.Linear(inner, width)) for _ in range(layers)
        )
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(2 * layers))

    def forward(self, x):
        for i, (attention, inner) in enumerate(zip(self.attention, self.inner)):
            x = self.norms[2 * i](x + attention(x))
            x = self.norms[2 * i + 1](x + inner(x))
        return x


class Llama(nn.Module):
    """One block with the sizes of LLaMA 2 7B (Touvron et al. 2023, arXiv 2307.09288)."""

    def __init__(self, width=4096, heads=32, shared=32, inner=11008):
        super().__init__()
        self.attention = Attention(width, heads, shared, False)
        self.gate, self.up = nn.Linear(width, inner, False), nn.Linear(width, inner, False)
        self.down = nn.Linear(inner, width, False)

    def forward(self, x, kept_keys=None, kept_values=None):
        x = x + self.attention(x, kept_keys, kept_values)
        return x + self.down(nn.functional.silu(self.gate(x)) * self.up(x))


def of_torchvision(name):
    for package in (torchvision.models, torchvision.models.segmentation, torchvision.models.detection):
        if hasattr(package, name):
            options = {} if package is torchvision.models else {"weights_backbone": None}
            if name in ("googlenet", "inception_v3"):
                options["init_weights"] = False
            return getattr(package, name)(weights=None, **options)
    raise SystemExit(f"torchvision has no {name}")


def image(size=224):
    return (torch.zeros(1, 3, size, size),)


# The zoo: what is exported, and for which inputs. Other names are looked up in torchvision.
ZOO = {
    "alexnet": (lambda: of_torchvision("alexnet"), image()),
    "vgg16": (lambda: of_torchvision("vgg16"), image()),
    "resnet18": (lambda: of_torchvision("resnet18"), image()),
    "resnet50": (lambda: of_torchvision("resnet50"), image()),
    "mobilenet_v1": (MobileNetV1, image()),
    "mobilenet_v2": (lambda: of_torchvision("mobilenet_v2"), image()),
    "mobilenet_v3_large": (lambda: of_torchvision("mobilenet_v3_large"), image()),
    "efficientnet_b0": (lambda: of_torchvision("efficientnet_b0"), image()),
    "convnext_tiny": (lambda: of_torchvision("convnext_tiny"), image()),
    "swin_t": (lambda: of_torchvision("swin_t"), image()),
    "vit_b_16": (lambda: of_torchvision("vit_b_16"), image()),
    "yolo_tiny": (Yolo, image(416)),
    "bert_base": (Bert, (torch.zeros(1, 128, 768),)),
    "llama_prefill": (Llama, (torch.zeros(1, 512, 4096),)),
    "llama_decode": (Llama, (torch.zeros(1, 1, 4096), torch.zeros(1, 32, 511, 128), torch.zeros(1, 32, 511, 128))),
}
# Tables of these are there too, for their published multiplications.
OTHERS = [
    "densenet121",
    "inception_v3",
    "lraspp_mobilenet_v3_large",
    "maxvit_t",
    "resnext50_32x4d",
    "shufflenet_v2_x1_0",
    "squeezenet1_1",
    "ssdlite320_mobilenet_v3_large",
    "vgg19",
    "wide_resnet50_2",
]
SIZES = {"inception_v3": 299, "lraspp_mobilenet_v3_large": 520}


def export(name, folder):
    make, inputs = ZOO.get(name, (lambda: of_torchvision(name), image(SIZES.get(name, 224))))
    if name.startswith("ssdlite"):
        inputs = ([torch.zeros(3, 320, 320)],)
    path = str(folder / (name + ".onnx"))
    torch.onnx.export(make().eval(), inputs, path, opset_version=OPSET)
    model = onnx.load(path)
    for tensor in model.graph.initializer:
        if tensor.data_type != onnx.TensorProto.INT64 and len(tensor.raw_data) > 64:
            tensor.ClearField("raw_data")
    onnx.save(model, path)


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    warnings.filterwarnings("ignore")
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:] or [*ZOO, *OTHERS]:
        print(name, flush=True)
        export(name, folder)


if __name__ == "__main__":
    main()
