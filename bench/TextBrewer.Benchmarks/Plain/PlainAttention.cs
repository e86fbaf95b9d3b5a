using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Plain;

/// <summary>BERT's self-attention as transformers writes it out: scores, mask, softmax, dropout, product.</summary>
internal sealed class PlainAttention : nn.Module<Tensor, Tensor, (Tensor Mixed, Tensor Probabilities)>
{
    private readonly Linear query, key, value;
    private readonly Dropout dropout;
    private readonly int _heads;

    internal PlainAttention(int width, int heads, double drop) : base("attention")
    {
        (query, key, value) = (nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, width));
        dropout = nn.Dropout(drop);
        _heads = heads;
        RegisterComponents();
    }

    /// <param name="hidden">(batch, length, width)</param>
    /// <param name="mask">0 at real keys, −10000 at padded ones, (batch, 1, 1, length).</param>
    public override (Tensor Mixed, Tensor Probabilities) forward(Tensor hidden, Tensor mask)
    {
        (Tensor q, Tensor k, Tensor v) = (Split(query.call(hidden)), Split(key.call(hidden)), Split(value.call(hidden)));
        Tensor scores = (q.matmul(k.transpose(-1, -2)) / Math.Sqrt(q.shape[^1])) + mask; // (batch, heads, length, length)
        Tensor probabilities = dropout.call(nn.functional.softmax(scores, dim: -1)); // (batch, heads, length, length)
        Tensor mixed = probabilities.matmul(v).permute(0, 2, 1, 3).contiguous().flatten(2); // (batch, length, width)
        return (mixed, probabilities);
    }

    private Tensor Split(Tensor x) =>
        x.view(x.shape[0], x.shape[1], _heads, -1).permute(0, 2, 1, 3); // (batch, heads, length, width / heads)
}
