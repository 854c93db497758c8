"""The DARTS supernet (Liu, Simonyan and Yang, 2019) in plain PyTorch: what examples/darts.nas is measured against.

One module for each candidate on each edge, as anyone would write it by the paper. A child process of the benchmarks: reads
one command a line and answers with one line.

    step            a whole first-order search step; answers its seconds, those of the processor, and the training loss
    dispatch N      N times a small addition; answers nanoseconds of one
    sgemm           answers GFLOP/s of a product of two matrices
    parameters      answers the number of weights
"""
import argparse
import statistics
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

CANDIDATES = 8


class ReluConvBn(nn.Sequential):
    def __init__(self, inputs, outputs):
        super().__init__(nn.ReLU(), nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs, affine=False))


class FactorizedReduce(nn.Module):
    """Halves height and width by two 1 x 1 convolutions, the second a pixel further on."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.first = nn.Conv2d(inputs, outputs // 2, 1, stride=2, bias=False)
        self.second = nn.Conv2d(inputs, outputs - outputs // 2, 1, stride=2, bias=False)
        self.bn = nn.BatchNorm2d(outputs, affine=False)

    def forward(self, x):
        x = F.relu(x)
        shifted = F.pad(x, (-1, x.shape[3] % 2, -1, x.shape[2] % 2))
        return self.bn(torch.cat([self.first(x), self.second(shifted)], 1))


class Zero(nn.Module):
    def __init__(self, stride):
        super().__init__()
        self.stride = stride

    def forward(self, x):
        return x[:, :, ::self.stride, ::self.stride].mul(0.0)


def depthwise_separable(channels, kernel, stride, dilation=1):
    padding = dilation * (kernel // 2)
    return [
        nn.ReLU(),
        nn.Conv2d(channels, channels, kernel, stride, padding, dilation, groups=channels, bias=False),
        nn.Conv2d(channels, channels, 1, bias=False),
        nn.BatchNorm2d(channels, affine=False),
    ]


def pooled(pool, channels):
    return nn.Sequential(pool, nn.BatchNorm2d(channels, affine=False))


class MixedOp(nn.Module):
    def __init__(self, channels, stride):
        super().__init__()
        self.candidates = nn.ModuleList([
            Zero(stride),
            pooled(nn.MaxPool2d(3, stride, 1), channels),
            pooled(nn.AvgPool2d(3, stride, 1, count_include_pad=False), channels),
            nn.Identity() if stride == 1 else FactorizedReduce(channels, channels),
            nn.Sequential(*depthwise_separable(channels, 3, stride), *depthwise_separable(channels, 3, 1)),
            nn.Sequential(*depthwise_separable(channels, 5, stride), *depthwise_separable(channels, 5, 1)),
            nn.Sequential(*depthwise_separable(channels, 3, stride, 2)),
            nn.Sequential(*depthwise_separable(channels, 5, stride, 2)),
        ])

    def forward(self, x, weights):
        return sum(weight * candidate(x) for weight, candidate in zip(weights, self.candidates))


class Cell(nn.Module):
    def __init__(self, older, newer, channels, reduces, after_reduction, nodes):
        super().__init__()
        self.older = FactorizedReduce(older, channels) if after_reduction else ReluConvBn(older, channels)
        self.newer = ReluConvBn(newer, channels)
        self.nodes = nn.ModuleList(
            nn.ModuleList(MixedOp(channels, 2 if reduces and source < 2 else 1) for source in range(2 + node))
            for node in range(nodes))

    def forward(self, older, newer, weights):
        states = [self.older(older), self.newer(newer)]
        rows = iter(weights)
        for edges in self.nodes:
            states.append(sum(edge(state, next(rows)) for edge, state in zip(edges, states)))
        return torch.cat(states[2:], 1)


class Supernet(nn.Module):
    """`normals` normal cells before, between and after two reduction cells."""

    def __init__(self, channels, normals, nodes=4, classes=10):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 3 * channels, 3, padding=1, bias=False), nn.BatchNorm2d(3 * channels))
        self.cells = nn.ModuleList()
        self.reduces = [index in (normals, 2 * normals + 1) for index in range(3 * normals + 2)]
        older = newer = 3 * channels
        after_reduction = False
        for reduces in self.reduces:
            channels *= 2 if reduces else 1
            self.cells.append(Cell(older, newer, channels, reduces, after_reduction, nodes))
            older, newer, after_reduction = newer, nodes * channels, reduces
        self.classifier = nn.Linear(newer, classes)
        edges = sum(2 + node for node in range(nodes))
        self.alphas = nn.ParameterList(nn.Parameter(1e-3 * torch.randn(edges, CANDIDATES)) for _ in range(2))

    def forward(self, images):
        older = newer = self.stem(images)
        weights = [alpha.softmax(1) for alpha in self.alphas]
        for cell, reduces in zip(self.cells, self.reduces):
            older, newer = newer, cell(older, newer, weights[int(reduces)])
        return self.classifier(newer.mean((2, 3)))


class Search:
    """First-order steps, each on its own batch of noise, with the optimizers of the paper."""

    def __init__(self, settings):
        torch.manual_seed(1)
        self.settings = settings
        layout = torch.channels_last if settings.channels_last else torch.contiguous_format
        self.network = Supernet(settings.channels, settings.normals).to(memory_format=layout)
        self.alphas = list(self.network.alphas)
        chosen = {id(alpha) for alpha in self.alphas}
        self.weights = [p for p in self.network.parameters() if id(p) not in chosen]
        self.weight_optimizer = torch.optim.SGD(self.weights, 0.025, momentum=0.9, weight_decay=3e-4)
        self.alpha_optimizer = torch.optim.Adam(self.alphas, 3e-4, (0.5, 0.999), weight_decay=1e-3)
        self.batches = {size: [self.batch(size, layout) for _ in range(2)] for size in (2, settings.batch)}

    @staticmethod
    def batch(size, layout):
        return torch.randn(size, 3, 32, 32).contiguous(memory_format=layout), torch.randint(10, (size,))

    def loss(self, batch):
        images, targets = batch
        return F.cross_entropy(self.network(images), targets)

    def step(self, size):
        training, validation = self.batches[size]
        self.alpha_optimizer.zero_grad(set_to_none=True)
        self.loss(validation).backward()
        self.alpha_optimizer.step()
        self.weight_optimizer.zero_grad(set_to_none=True)
        loss = self.loss(training)
        loss.backward()
        nn.utils.clip_grad_norm_(self.weights, 5)
        self.weight_optimizer.step()
        return loss.item()

    def timed_step(self, size):
        start, processor = time.perf_counter(), time.process_time()
        loss = self.step(size)
        return f"{time.perf_counter() - start} {time.process_time() - processor} {loss}"


def dispatch(repetitions):
    a, b = torch.ones(4), torch.ones(4)
    for _ in range(repetitions // 10):
        torch.add(a, b)
    start = time.perf_counter()
    for _ in range(repetitions):
        torch.add(a, b)
    return (time.perf_counter() - start) / repetitions * 1e9


def sgemm(size=1024):
    a, b = torch.randn(size, size), torch.randn(size, size)
    seconds = []
    for _ in range(12):
        start = time.perf_counter()
        torch.mm(a, b)
        seconds.append(time.perf_counter() - start)
    return 2 * size ** 3 / statistics.median(seconds[2:]) / 1e9


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--channels", type=int, default=16)
    parser.add_argument("--normals", type=int, default=2)
    parser.add_argument("--channels-last", action="store_true")
    settings = parser.parse_args()
    torch.set_num_threads(settings.threads)
    search = None
    for line in sys.stdin:
        command, *arguments = line.split()
        if command in ("step", "parameters") and search is None:
            search = Search(settings)
        if command == "step":
            answer = search.timed_step(settings.batch)
        elif command == "parameters":
            answer = sum(p.numel() for p in search.weights)
        elif command == "dispatch":
            answer = dispatch(int(arguments[0]))
        elif command == "sgemm":
            answer = sgemm()
        else:
            answer = f"error: no command {command}"
        print(answer, flush=True)


if __name__ == "__main__":
    main()
