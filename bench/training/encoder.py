"""The encoder that both models share: BERT as plain PyTorch, started from MiniLM-L6's weights."""

import math
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

HIDDEN = 384
HEADS = 12
LAYERS = 6
_PARTS = ("qkv", "out", "up", "down")  # the matrices of a layer, in the order of its forward pass


class Layer(nn.Module):
    """One transformer layer. Without dropout: one epoch over this much data does not overfit."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm_attention = nn.LayerNorm(HIDDEN, 1e-12)
        self.up = nn.Linear(HIDDEN, 4 * HIDDEN)
        self.down = nn.Linear(4 * HIDDEN, HIDDEN)
        self.norm_output = nn.LayerNorm(HIDDEN, 1e-12)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """States after the layer; `bias` is 0 for tokens and far below 0 for padding."""
        batch, length, _ = x.shape
        qkv = self.qkv(x).view(batch, length, 3, HEADS, HIDDEN // HEADS)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        query = query * (1 / math.sqrt(HIDDEN // HEADS))
        # Softmax stays in the type of the scores: in float32 attention takes a third longer.
        with torch.autocast("cpu", enabled=False):
            shares = torch.softmax(query @ key.transpose(-1, -2) + bias.to(query.dtype), -1)
            mixed = shares @ value
        x = self.norm_attention(x + self.out(mixed.transpose(1, 2).reshape(batch, length, HIDDEN)))
        return self.norm_output(x + self.down(F.gelu(self.up(x))))


class Encoder(nn.Module):
    """Token states, `(batch, length, 384)`, of token ids, types and a mask of `(batch, length)`."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, HIDDEN)
        self.positions = nn.Embedding(512, HIDDEN)
        self.types = nn.Embedding(2, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """States after the last layer."""
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.types(types)
        x = self.norm(x)
        bias = ((1.0 - mask) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x


def load_encoder(path: Path) -> Encoder:
    """MiniLM-L6 from its `model.safetensors`; the word vectors stay as they are in training."""
    weights = load_file(path)
    state = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"],
        "types.weight": weights["embeddings.token_type_embeddings.weight"],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    names = {
        "out": "attention.output.dense",
        "norm_attention": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm_output": "output.LayerNorm",
    }
    for i in range(LAYERS):
        theirs = f"encoder.layer.{i}."
        for end in ("weight", "bias"):
            state[f"layers.{i}.qkv.{end}"] = torch.cat(
                [weights[f"{theirs}attention.self.{n}.{end}"] for n in ("query", "key", "value")]
            )
            for ours, name in names.items():
                state[f"layers.{i}.{ours}.{end}"] = weights[f"{theirs}{name}.{end}"]
    encoder = Encoder()
    encoder.load_state_dict(state)
    encoder.words.weight.requires_grad_(False)
    return encoder


def exported_weights(path: Path) -> dict[str, Tensor]:
    """The weights inside a file that `export.py` wrote, rounded to int8 as they are there.

    The word vectors are left out: they never change, so MiniLM's own are more exact. So are the
    heads that are not exported.
    """
    values = {i.name: onnx.numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}
    state: dict[str, Tensor] = {}
    matrices: list[Tensor] = []
    for name, value in values.items():
        if name.startswith("model.") and not name.startswith("model.encoder.words."):
            plain = name.removeprefix("model.")
            if name.endswith(("_scale", "_zero_point")):
                continue
            if name.endswith("_Transposed_quantized"):
                name = name.removesuffix("_quantized")
                state["excerpt.weight"] = _dequantized(values, name).T
            elif name.endswith("_quantized"):
                name = name.removesuffix("_quantized")
                state[name.removeprefix("model.")] = _dequantized(values, name)
            else:
                state[plain] = torch.tensor(value)
        elif name.startswith("onnx::MatMul") and name.endswith("_quantized"):
            matrices.append(_dequantized(values, name.removesuffix("_quantized")).T)
    names = [f"encoder.layers.{i}.{part}" for i in range(LAYERS) for part in _PARTS]
    for name, matrix in zip([*names, "dense", "sentence"], matrices, strict=True):
        state[f"{name}.weight"] = matrix.contiguous()
    return state


def _dequantized(values: dict[str, np.ndarray], name: str) -> Tensor:
    whole = values[f"{name}_quantized"].astype(np.float32) - values[f"{name}_zero_point"]
    return torch.tensor(whole * values[f"{name}_scale"])
