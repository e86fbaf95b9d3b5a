using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Models.Encoders;
using TorchSharp;

namespace TextBrewer.Recipes.Tasks;

/// <summary>Where an encoder of ours has the tensors of each feature: a row for each.</summary>
internal static class EncoderFeatures
{
    private static readonly (Feature Feature, EncoderOutputs Output, Func<EncoderOutput, IReadOnlyList<torch.Tensor>?> Read)[] Rows =
    [
        (Features.Hidden, EncoderOutputs.HiddenStates, o => o.Hidden),
        (Features.Attention, EncoderOutputs.AttentionProbabilities, o => o.Attention),
        (Features.AttentionScores, EncoderOutputs.AttentionScores, o => o.AttentionScores),
        (Features.Query, EncoderOutputs.QueryKeyValue, o => o.Query),
        (Features.Key, EncoderOutputs.QueryKeyValue, o => o.Key),
        (Features.Value, EncoderOutputs.QueryKeyValue, o => o.Value),
    ];

    /// <summary>What an encoder has to compute for the features that a distillation compares; null: nothing.</summary>
    internal static EncoderOutputs Wanted(DistillationConfig? distillation)
    {
        HashSet<string> names = [.. distillation?.IntermediateMatches.Features() ?? []];
        if (distillation?.Emd is { } emd) names.Add(emd.Feature);
        return Rows.Where(row => names.Contains(row.Feature.Name)).Aggregate(EncoderOutputs.None, (wanted, row) => wanted | row.Output);
    }

    /// <summary>Signals with the features that an encoder computed.</summary>
    internal static Signals Add(Signals signals, EncoderOutput output) => Rows.Aggregate(
        signals,
        (all, row) => row.Read(output) is { } tensors ? all.With(row.Feature, new SignalList(tensors)) : all);
}
