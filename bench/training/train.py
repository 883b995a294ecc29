r"""Trains one encoder with two tasks: reading (which sentences answer a question) and checking.

    python -m torch.distributed.run --nproc-per-node 2 bench/training/train.py \
        TRAIN_FOLDER MODEL.safetensors OUT.pt --tokenizer tokenizer.json --minutes 90

Each process uses one core. Process 0 reads questions; process 1 checks claims, or reads the other
half of the questions with `--only-reading`. Gradients are averaged after every step. `--minutes`
sets the length of the schedule: the learning rate reaches zero when the time is over. OUT is
written every ten minutes.
"""

import argparse
import ctypes
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import torch
import torch.distributed as dist
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn

from bench.training.checking_data import NOT_SUPPORTED, ClaimData
from bench.training.encoder import HIDDEN, Encoder, exported_weights, load_encoder
from bench.training.reading_data import CLS, MOST_TOKENS, SEP, Encoded, ReadingData, encode

_TOKENS_A_BATCH = 3000
_BATCHES_A_STEP = 1
_POOL = 600  # samples that are sorted by length together
_BFLOAT16 = torch.cpu._is_avx512_bf16_supported()  # without it, bfloat16 is eight times slower


class Model(nn.Module):
    """The encoder with four heads: sentences, the answer's own tokens, excerpts, and claims."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.dense = nn.Linear(2 * HIDDEN, HIDDEN)
        self.sentence = nn.Linear(HIDDEN, 1)
        self.token = nn.Linear(HIDDEN, 1)
        self.excerpt = nn.Linear(HIDDEN, 1)
        self.claim_dense = nn.Linear(2 * HIDDEN, HIDDEN)
        self.claim = nn.Linear(HIDDEN, 3)

    def read(
        self, ids: Tensor, types: Tensor, mask: Tensor, pool: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of sentences `(B, S)`, tokens `(B, L)` and excerpts `(B,)`.

        `pool` is `(B, S, L)`: each row spreads 1 over the tokens of its sentence. A sentence
        logit of 0 weighs as much as "no excerpt answers".
        """
        states = self.encoder(ids, types, mask).float()
        first = states[:, 0]
        means = pool @ states
        both = torch.cat([means, first[:, None].expand_as(means)], -1)
        sentences = self.sentence(F.gelu(self.dense(both))).squeeze(-1)
        return sentences, self.token(states).squeeze(-1), self.excerpt(first).squeeze(-1)

    def check(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """Logits `(B, 3)` of claims: supported, contradicted, neither. The claim has type 0."""
        states = self.encoder(ids, types, mask).float()
        mine = (mask * (1 - types)).unsqueeze(-1)
        mean = (states * mine).sum(1) / mine.sum(1)
        return self.claim(F.gelu(self.claim_dense(torch.cat([states[:, 0], mean], -1))))


def tensors(rows: list[Encoded]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The padded inputs of `Model.read`."""
    length = max(len(r.ids) for r in rows)
    most = max(1, max(r.sentences for r in rows))
    ids = torch.zeros(len(rows), length, dtype=torch.long)
    types = torch.zeros(len(rows), length, dtype=torch.long)
    mask = torch.zeros(len(rows), length)
    pool = torch.zeros(len(rows), most, length)
    for i, row in enumerate(rows):
        n = len(row.ids)
        ids[i, :n] = torch.tensor(row.ids)
        types[i, :n] = torch.tensor(row.types)
        mask[i, :n] = 1.0
        sentence_of = torch.tensor(row.sentence_of)
        for s in range(row.sentences):
            at = sentence_of == s
            pool[i, s, :n] = at.float() / max(1, int(at.sum()))
    return ids, types, mask, pool


def reading_loss(model: Model, batch: list[list[Encoded]]) -> Tensor:
    """Listwise over the sentences of all excerpts of a question and "none"; tokens; excerpts."""
    rows = [row for group in batch for row in group]
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_BFLOAT16):
        sentences, tokens, excerpts = model.read(*tensors(rows))
    sentences, tokens, excerpts = sentences.float(), tokens.float(), excerpts.float()
    losses = []
    at = 0
    for group in batch:
        scores, gold = [sentences.new_zeros(1)], [0.0]
        for row in group:
            scores.append(sentences[at, : row.sentences])
            gold += [float(s in row.gold) for s in range(row.sentences)]
            at += 1
        right = torch.tensor(gold)
        if not right.any():
            right[0] = 1.0
        logits = torch.cat(scores)
        wrong = torch.logsumexp(logits.masked_fill(right > 0, -1e9), 0)
        losses.append((torch.logaddexp(logits, wrong) - logits).masked_select(right > 0).mean())
    listwise = torch.stack(losses).mean()
    marks = torch.zeros_like(tokens)
    inside = torch.zeros_like(tokens)
    for i, row in enumerate(rows):
        marks[i, : len(row.ids)] = torch.tensor(row.answer, dtype=torch.float)
        inside[i, : len(row.ids)] = torch.tensor([s >= 0 for s in row.sentence_of]).float()
    each = F.binary_cross_entropy_with_logits(
        tokens, marks, reduction="none", pos_weight=torch.tensor(4.0)
    )
    tagging = (each * inside).sum() / inside.sum()
    holds = torch.tensor([float(bool(row.gold)) for row in rows])
    answerable = F.binary_cross_entropy_with_logits(excerpts, holds)
    return listwise + tagging + 0.3 * answerable


def encode_claim(tokenizer: Tokenizer, claim: str, evidence: str) -> list[list[int]]:
    """Ids and types of `[CLS] claim [SEP] evidence [SEP]`."""
    first = tokenizer.encode(claim, add_special_tokens=False).ids[:100]
    second = tokenizer.encode(evidence, add_special_tokens=False).ids[: MOST_TOKENS - 103]
    ids = [CLS, *first, SEP, *second, SEP]
    return [ids, [0] * (len(first) + 2) + [1] * (len(second) + 1)]


def claim_tensors(rows: list[list[list[int]]]) -> tuple[Tensor, Tensor, Tensor]:
    """The padded inputs of `Model.check`."""
    length = max(len(ids) for ids, _ in rows)
    ids = torch.zeros(len(rows), length, dtype=torch.long)
    types = torch.ones(len(rows), length, dtype=torch.long)
    mask = torch.zeros(len(rows), length)
    for i, (mine, kinds) in enumerate(rows):
        ids[i, : len(mine)] = torch.tensor(mine)
        types[i, : len(mine)] = torch.tensor(kinds)
        mask[i, : len(mine)] = 1.0
    return ids, types, mask


def checking_loss(model: Model, batch: list[tuple[list[list[int]], int]]) -> Tensor:
    """Cross-entropy; "not supported" is either of the two other classes."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_BFLOAT16):
        logits = model.check(*claim_tensors([row for row, _ in batch]))
    shares = F.log_softmax(logits.float(), -1)
    losses = [
        -torch.logsumexp(share[1:], 0) if label == NOT_SUPPORTED else -share[label]
        for share, (_, label) in zip(shares, batch, strict=True)
    ]
    return torch.stack(losses).mean()


def claim_batches(
    data: ClaimData, tokenizer: Tokenizer
) -> Iterator[list[tuple[list[list[int]], int]]]:
    """Encoded claims with their labels, of similar length, about as many tokens a batch."""
    mixer = random.Random(2)
    pool: list[tuple[list[list[int]], int]] = []
    for claim in data.samples():
        pool.append((encode_claim(tokenizer, claim.text, claim.evidence), claim.label))
        if len(pool) < 800:
            continue
        pool.sort(key=lambda row: len(row[0][0]))
        ready: list[list[tuple[list[list[int]], int]]] = [[]]
        for row in pool:
            if (len(ready[-1]) + 1) * len(row[0][0]) > _TOKENS_A_BATCH:
                ready.append([])
            ready[-1].append(row)
        mixer.shuffle(ready)
        yield from ready
        pool = []


def batches(data: ReadingData, tokenizer: Tokenizer) -> Iterator[list[list[Encoded]]]:
    """Groups of encoded excerpts, one group a question, of about as many tokens each."""
    mixer = random.Random(1)
    pool: list[list[Encoded]] = []

    def drain() -> Iterator[list[list[Encoded]]]:
        pool.sort(key=lambda g: max(len(r.ids) for r in g))
        ready, batch, most, rows = [], [], 0, 0
        for group in pool:
            longest = max(most, max(len(r.ids) for r in group))
            if batch and longest * (rows + len(group)) > _TOKENS_A_BATCH:
                ready.append(batch)
                batch, rows, longest = [], 0, max(len(r.ids) for r in group)
            batch.append(group)
            most, rows = longest, rows + len(group)
        if batch:
            ready.append(batch)
        mixer.shuffle(ready)
        pool.clear()
        yield from ready

    for question, excerpts in data.samples():
        pool.append([encode(tokenizer, question, e) for e in excerpts])
        if len(pool) == _POOL:
            yield from drain()
    yield from drain()


def average_gradients(parameters: list[nn.Parameter]) -> None:
    """The mean over all processes; a head that one of them did not use gets the others' share."""
    if not dist.is_initialized():
        return
    flat = torch.cat(
        [(torch.zeros_like(p) if p.grad is None else p.grad).reshape(-1) for p in parameters]
    )
    dist.all_reduce(flat)
    flat /= dist.get_world_size()
    at = 0
    for p in parameters:
        p.grad = flat[at : at + p.numel()].view_as(p).clone()
        at += p.numel()


def train(model: Model, losses: Iterator[tuple[str, Tensor]], args: argparse.Namespace) -> None:
    """Follow the losses, two batches a step, until the time is over."""
    body = [p for n, p in model.named_parameters() if n.startswith("encoder") and p.requires_grad]
    head = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    groups = [{"params": body, "top": args.rate}, {"params": head, "top": 4 * args.rate}]
    optimizer = torch.optim.AdamW(groups, lr=args.rate, weight_decay=0.01)
    first = not dist.is_initialized() or dist.get_rank() == 0
    started = saved = time.monotonic()
    means: dict[str, float] = {}
    for number, (task, loss) in enumerate(losses):
        (loss / _BATCHES_A_STEP).backward()
        means[task] = means.get(task, loss.item()) * 0.995 + loss.item() * 0.005
        if (number + 1) % _BATCHES_A_STEP:
            continue
        average_gradients(body + head)
        passed = torch.tensor((time.monotonic() - started) / (60 * args.minutes))
        if dist.is_initialized():
            dist.all_reduce(passed, dist.ReduceOp.MAX)
        done = float(passed)
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * min(1.0, done / 0.04) * max(0.0, 1.0 - done)
        nn.utils.clip_grad_norm_(body + head, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if (number + 1) % 50 == 0:
            ctypes.CDLL(None).malloc_trim(0)  # else texts of all lengths fragment the memory
            print(f"{done:6.1%} batch {number + 1} {means}", flush=True)
        if first and (time.monotonic() - saved > 600 or done >= 1.0):
            saved = time.monotonic()
            torch.save(model.state_dict(), args.out)
        if done >= 1.0:
            return


def losses_of(model: Model, args: argparse.Namespace, rank: int) -> Iterator[tuple[str, Tensor]]:
    """Losses of this process's task, epoch after epoch."""
    tokenizer = Tokenizer.from_file(str(args.tokenizer))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    if rank == 1 and not args.only_reading:
        claims = ClaimData(args.data, args.seed)
        while True:
            for claim_batch in claim_batches(claims, tokenizer):
                yield "checking", checking_loss(model, claim_batch)
    questions = ReadingData(args.data, args.seed, rank, 2 if args.only_reading else 1)
    while True:
        for batch in batches(questions, tokenizer):
            yield "reading", reading_loss(model, batch)


def main() -> None:
    """Train both heads and save the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.2e-4)
    parser.add_argument("--resume", type=Path, help="weights of an earlier run to go on from")
    parser.add_argument("--shipped", type=Path, help="the exported model.onnx to go on from")
    parser.add_argument("--frozen", type=int, default=0, help="lower layers that stay as they are")
    parser.add_argument("--compile", action="store_true", help="two fifths faster; needs g++")
    parser.add_argument("--only-reading", action="store_true", help="draw no claims")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    rank = 0
    if "RANK" in os.environ:
        dist.init_process_group("gloo")
        rank = dist.get_rank()
    model = Model(load_encoder(args.weights))
    if args.resume:
        model.load_state_dict(torch.load(args.resume, map_location="cpu"))
    if args.shipped:
        model.load_state_dict(exported_weights(args.shipped), strict=False)
    for part in (model.encoder.positions, model.encoder.types, model.encoder.norm):
        part.requires_grad_(args.frozen == 0)
    for layer in model.encoder.layers[: args.frozen]:
        layer.requires_grad_(False)
    if args.compile:
        model.encoder.compile(dynamic=True)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    train(model, losses_of(model, args, rank), args)


if __name__ == "__main__":
    main()
