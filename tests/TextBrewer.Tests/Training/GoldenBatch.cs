using System.Globalization;
using TextBrewer.Configuration;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

/// <summary>A batch of a golden run.</summary>
internal sealed record GoldenBatch(Tensor Ids, Tensor Mask, Tensor Labels) : IDisposable
{
    internal static GoldenBatch[] Read(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden.Path(path));
        int count = file.Entries.Keys.Count(k => k.EndsWith(".input_ids", StringComparison.Ordinal));
        return [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))
            .Select(i => new GoldenBatch(file.Read($"{i}.input_ids"), file.Read($"{i}.attention_mask"), file.Read($"{i}.labels")))];
    }

    /// <summary>A batch of some of a batch's examples.</summary>
    internal static GoldenBatch Cut(GoldenBatch batch, int first, int count)
    {
        return new(Rows(batch.Ids), Rows(batch.Mask), Rows(batch.Labels));

        Tensor Rows(Tensor tensor) => tensor.narrow(0, first, count).clone().DetachFromDisposeScope();
    }

    public void Dispose()
    {
        Ids.Dispose();
        Mask.Dispose();
        Labels.Dispose();
    }
}
