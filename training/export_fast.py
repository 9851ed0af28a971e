"""The `fast` tagger as ONNX with int8 vectors and matrices: `python -m training.export_fast CHECKPOINT OUT`."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from provenance.detect.tagger.recurrent import PIECES
from training.fast import FastTagger


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    weights = torch.load(options.checkpoint)["model"]
    model = FastTagger(torch.zeros_like(weights["words.weight"]))
    model.load_state_dict(weights)
    model.eval()
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.onnx"
        torch.onnx.export(
            model,
            (torch.ones(2, 9, PIECES, dtype=torch.long), torch.ones(2, 9, dtype=torch.long)),
            str(raw),
            input_names=["pieces", "types"],
            output_names=["tags"],
            dynamic_axes={name: {0: "windows", 1: "words"} for name in ("pieces", "types", "tags")},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(raw), str(options.out), weight_type=QuantType.QUInt8, op_types_to_quantize=["Gather"])
    print(f"{options.out} {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
