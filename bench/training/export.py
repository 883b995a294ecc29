"""Writes trained weights as one int8 ONNX file and prints its size and SHA-256.

python -m bench.training.export WEIGHTS.pt assistant/reader/model.onnx
"""

import argparse
import hashlib
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from bench.training.encoder import Encoder
from bench.training.train import Model


class Exported(nn.Module):
    """Reading of one text without padding: `pool` is `(1, sentences, tokens)`."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, types: Tensor, pool: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of sentences `(1, S)` and of the excerpt `(1,)`."""
        mask = torch.ones_like(ids, dtype=torch.float32)
        sentences, _, excerpt = self.model.read(ids, types, mask, pool)
        return sentences, excerpt


def main() -> None:
    """Export, quantise, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    model = Model(Encoder())
    model.load_state_dict(torch.load(args.weights, map_location="cpu"))
    model.eval()
    inputs = (
        torch.randint(1000, 2000, (1, 40)),
        torch.cat([torch.zeros(1, 10, dtype=torch.long), torch.ones(1, 30, dtype=torch.long)], 1),
        torch.full((1, 3, 40), 1 / 40),
    )
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            Exported(model),
            inputs,
            str(whole),
            input_names=["ids", "types", "pool"],
            output_names=["sentences", "excerpt"],
            dynamic_axes={"ids": {1: "L"}, "types": {1: "L"}, "pool": {1: "S", 2: "L"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            whole,
            args.out,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,  # the same results with and without VNNI instructions
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )
    content = args.out.read_bytes()
    print(f"{len(content) / 1e6:.1f} MB, sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
