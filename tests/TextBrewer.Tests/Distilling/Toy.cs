using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Distilling;

/// <summary>
/// A module of a user's own: a stack of layers over vectors, each position on its own, and a classifier; with dropout where a test asks for
/// it.
/// </summary>
internal sealed class Toy : nn.Module<Tensor, Tensor[]>
{
    internal const int Classes = 3, WidthIn = 4;

    private readonly ModuleList<Linear> layers;
    private readonly Linear head;
    private readonly double _dropout;

    internal Toy(int depth, int width, int seed, double dropout = 0) : base("toy")
    {
        random.manual_seed(seed);
        layers = nn.ModuleList(
            [.. Enumerable.Range(0, depth + 1).Select(i => nn.Linear(i == 0 ? WidthIn : width, width, dtype: ScalarType.Float64))]);
        head = nn.Linear(width, Classes, dtype: ScalarType.Float64);
        _dropout = dropout;
        RegisterComponents();
    }

    internal int Calls { get; private set; }

    public override Tensor[] forward(Tensor x) // (batch, length, width in)
    {
        Calls++;
        List<Tensor> hidden = [];
        foreach (Linear layer in layers)
        {
            x = nn.functional.dropout(layer.call(x).tanh(), _dropout, training); // (batch, length, width)
            hidden.Add(x);
        }
        return [head.call(x[.., 0]), .. hidden];
    }

    internal AdaptedModel<ToyBatch> Adapted => Adapt((b, o) => new Signals
    {
        Logits = o[0],
        Losses = nn.functional.cross_entropy(o[0], b.Labels),
        Hidden = o[1..],
        InputsMask = b.Mask,
        Labels = b.Labels,
    });

    internal AdaptedModel<ToyBatch> Adapt(Func<ToyBatch, Tensor[], Signals> adaptor) =>
        Model.From(this, (ToyBatch b) => call(b.X)).With(adaptor);

    internal double[] Weights() =>
        [.. state_dict().OrderBy(p => p.Key, StringComparer.Ordinal).SelectMany(p => Testing.Agree.Values(p.Value))];

    internal static TrainingOptions<ToyBatch> Options(int epochs = 2, params ITrainingObserver[] observers) => new()
    {
        Optimizer = groups => new Torch.Optimizers.AdamW(groups, 0.01),
        Epochs = epochs,
        Observers = observers,
    };

    internal static IBatchSource<ToyBatch> Source(int examples = 12, int batchSize = 3, bool shuffle = false) =>
        Batches.From([.. Enumerable.Range(0, examples)], batchSize, ToyBatch.Of, seed: 5, shuffle: shuffle);

    internal static TrainingConfig Training(Testing.TemporaryFolder folder) => new() { OutputDir = folder.Path };
}
