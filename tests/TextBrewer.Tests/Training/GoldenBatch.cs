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

    public void Dispose()
    {
        Ids.Dispose();
        Mask.Dispose();
        Labels.Dispose();
    }
}
