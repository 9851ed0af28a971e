"""Torch weights to ONNX, and to int8: `python -m training.export CHECKPOINT… OUT` (several checkpoints are averaged)."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from training.model import Shape, Tagger


def averaged(paths: Sequence[Path]) -> dict[str, torch.Tensor]:
    """The mean of the weights of several checkpoints."""
    states = [torch.load(path)["model"] for path in paths]
    return {name: torch.stack([s[name].double() for s in states]).mean(0).to(value.dtype) for name, value in states[0].items()}


def export(model: torch.nn.Module, out: Path, float_out: Path | None = None) -> None:
    """Write a model as int8 ONNX, and as float32 where asked.

    Weights keep 7 bits, so that processors without 8-bit dot products, whose 16-bit sums saturate, give the same results.
    """
    model.eval()
    sample = torch.ones(1, 12, dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder:
        raw, ready = Path(folder) / "raw.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            model,
            (sample, sample),
            str(raw),
            input_names=["ids", "types"],
            output_names=["tags", "link"],
            dynamic_axes={name: {1: "pieces"} for name in ("ids", "types", "tags", "link")},
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(str(raw), str(ready), skip_symbolic_shape=True)
        if float_out:
            float_out.write_bytes(ready.read_bytes())
        quantize_dynamic(str(ready), str(out), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def main() -> None:
    """Export the average of some checkpoints of the `default` tagger."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    parser.add_argument("--float", type=Path)
    parser.add_argument("--newest", action="store_true", help="CHECKPOINT is a folder, of which the newest is meant")
    options = parser.parse_args()
    checkpoints = [max(folder.glob("*.pt")) for folder in options.checkpoints] if options.newest else options.checkpoints
    weights = averaged(checkpoints)
    model = Tagger(Shape(inner=len(weights["layers.0.up.bias"])))
    model.load_state_dict(weights)
    export(model, options.out, options.float)
    print(f"{options.out} {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
