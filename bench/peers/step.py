"""A distillation step as TextBrewer takes it, in PyTorch, and PyTorch's best speed in linear at the step's shapes.

Called by `bench peers` with the shape as JSON, the number of threads in it; `bench peers` ends it when its time is over.
Prints the best step in milliseconds and the best GFLOP/s; a PyTorch whose BLAS is the reference one, which takes minutes
for a step, gets no step: then the first number is 0. BERT is written out here operation by operation as transformers has
it (eager attention, all hidden states and attentions returned), the losses and the order of things as TextBrewer has them
(github.com/airaria/TextBrewer: distiller_general.py, distiller_basic.py, losses.py).
"""
import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

DROPOUT, EPSILON, POSITIONS = 0.1, 1e-12, 512
REFERENCE_BLAS = 12.0  # GFLOP/s; an optimized one is far above it


class Layer(nn.Module):
    def __init__(self, width, intermediate, heads):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.attended = nn.Linear(width, width)
        self.wide, self.narrow = nn.Linear(width, intermediate), nn.Linear(intermediate, width)
        self.attended_norm, self.norm = nn.LayerNorm(width, EPSILON), nn.LayerNorm(width, EPSILON)
        self.dropout = nn.Dropout(DROPOUT)

    def split(self, x):
        return x.view(x.shape[0], x.shape[1], self.heads, -1).permute(0, 2, 1, 3)

    def forward(self, hidden, mask):
        q, k, v = self.split(self.query(hidden)), self.split(self.key(hidden)), self.split(self.value(hidden))
        scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(q.shape[-1]) + mask
        attention = self.dropout(F.softmax(scores, dim=-1))
        mixed = torch.matmul(attention, v).permute(0, 2, 1, 3).contiguous().flatten(2)
        first = self.attended_norm(self.dropout(self.attended(mixed)) + hidden)
        return self.norm(self.dropout(self.narrow(F.gelu(self.wide(first)))) + first), attention


class Bert(nn.Module):
    def __init__(self, shape, layers):
        super().__init__()
        width = shape["width"]
        self.word = nn.Embedding(shape["vocabulary"], width, padding_idx=0)
        self.position, self.kind = nn.Embedding(POSITIONS, width), nn.Embedding(2, width)
        self.norm, self.dropout = nn.LayerNorm(width, EPSILON), nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(Layer(width, shape["intermediate"], shape["heads"]) for _ in range(layers))
        self.pooler, self.classifier = nn.Linear(width, width), nn.Linear(width, 2)

    def forward(self, ids, mask, types):
        positions = torch.arange(ids.shape[1]).unsqueeze(0)
        hidden = self.dropout(self.norm(self.word(ids) + self.kind(types) + self.position(positions)))
        added = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -10000.0
        states, attentions = [hidden], []
        for layer in self.layers:
            hidden, attention = layer(hidden, added)
            states.append(hidden)
            attentions.append(attention)
        pooled = torch.tanh(self.pooler(hidden[:, 0]))
        return self.classifier(self.dropout(pooled)), states, attentions


def kd_ce(student, teacher, temperature):
    p = F.softmax(teacher / temperature, dim=-1)
    return -(p * F.log_softmax(student / temperature, dim=-1)).sum(dim=-1).mean()


def hidden_mse(student, teacher, mask):
    mask = mask.to(student)
    count = mask.sum() * student.size(-1)
    return (F.mse_loss(student, teacher, reduction="none") * mask.unsqueeze(-1)).sum() / count


def mmd(student, teacher, mask):
    of_student = torch.bmm(student[0], student[1].transpose(1, 2)) / student[1].size(2)
    of_teacher = torch.bmm(teacher[0], teacher[1].transpose(1, 2)) / teacher[1].size(2)
    mask = mask.to(student[0])
    count = torch.pow(mask.sum(dim=1), 2).sum()
    squares = F.mse_loss(of_student, of_teacher, reduction="none")
    return (squares * mask.unsqueeze(-1) * mask.unsqueeze(1)).sum() / count


def decay_groups(model):
    """Matrices decay; biases and layer norms, all of one dimension, do not: as TextBrewer's examples have it."""
    parameters = list(model.parameters())
    return [
        {"params": [p for p in parameters if p.dim() > 1]},
        {"params": [p for p in parameters if p.dim() == 1], "weight_decay": 0.0},
    ]


def step(shape, teacher, student, optimizer, batch):
    """GeneralDistiller: get_outputs_from_batch, compute_loss, write_loss, then what train_with_num_steps does. A weight of 1 is
    multiplied by and one accumulation step divided by, as there; what is written to TensorBoard is left out."""
    with torch.no_grad():
        teacher_logits, teacher_states, _ = teacher(*batch)
    student_logits, student_states, _ = student(*batch)
    losses = [kd_ce(student_logits, teacher_logits, shape["temperature"])]
    losses += [hidden_mse(student_states[s], teacher_states[t], batch[1]) for t, s in shape["matches"]]
    losses += [mmd([student_states[s]] * 2, [teacher_states[t]] * 2, batch[1]) for t, s in shape["matches"]]
    total = 0
    for loss in losses:
        total += loss * 1
    values = [loss.cpu().item() for loss in [total, *losses]]
    total /= 1
    total.backward()
    torch.nn.utils.clip_grad_norm_(student.parameters(), shape["max_grad_norm"])
    optimizer.step()
    optimizer.zero_grad()
    return values


def gemm_peak(shape):
    tokens, width, wide = shape["batch"] * shape["length"], shape["width"], shape["intermediate"]
    best = 0.0
    with torch.no_grad():
        for inputs, outputs in [(width, width), (width, wide), (wide, width)]:
            x, w, b = torch.rand(tokens, inputs), torch.rand(outputs, inputs), torch.rand(outputs)
            flops = 2 * tokens * inputs * outputs
            inner = max(1, min(64, int(2e9 / flops)))
            for _ in range(12):
                start = time.perf_counter()
                for _ in range(inner):
                    F.linear(x, w, b)
                best = max(best, inner * flops / (time.perf_counter() - start) / 1e9)
                if best < REFERENCE_BLAS:
                    return best
    return best


def main():
    shape = json.loads(sys.argv[1])
    torch.set_num_threads(shape["threads"])
    peak = gemm_peak(shape)
    if peak < REFERENCE_BLAS:
        print(0, peak)
        return
    torch.manual_seed(0)
    teacher, student = Bert(shape, shape["teacher_layers"]), Bert(shape, shape["student_layers"])
    teacher.eval()
    student.train()
    optimizer = torch.optim.AdamW(decay_groups(student), lr=shape["learning_rate"], weight_decay=shape["weight_decay"])
    ids = torch.randint(1, shape["vocabulary"], (shape["batch"], shape["length"]))
    batch = (ids, torch.ones_like(ids), torch.zeros_like(ids))
    step(shape, teacher, student, optimizer, batch)
    times = []
    for _ in range(shape["steps"]):
        start = time.perf_counter()
        step(shape, teacher, student, optimizer, batch)
        times.append((time.perf_counter() - start) * 1e3)
    print(min(times), max(peak, gemm_peak(shape)))


main()
