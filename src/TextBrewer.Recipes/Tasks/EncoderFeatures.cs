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

    /// <summary>Whether a distillation reads the teacher's logits: a weight of 0 stays 0 whatever its schedule.</summary>
    internal static bool ReadLogits(DistillationConfig distillation) => distillation.KdLossWeight > 0;

    /// <summary>
    /// How many layers a teacher has to run for what a distillation reads of it, logits left out; null: all of them. Layers counted from
    /// the end need the last one.
    /// </summary>
    internal static int? TeacherLayers(DistillationConfig distillation)
    {
        if (distillation.Emd is not null || distillation.IntermediateMatches.NeedsDepths) return null;
        int last = 0;
        foreach (IntermediateMatch match in distillation.IntermediateMatches)
        {
            if (match.TeacherLayer.Values.Any(layer => layer < 0)) return null;
            int below = Features.Find(match.Feature) is { BeginsWithEmbeddings: true } ? 0 : 1;
            last = Math.Max(last, match.TeacherLayer.Values.Max() + below);
        }
        return last;
    }

    /// <summary>Signals with the features that an encoder computed.</summary>
    internal static Signals Add(Signals signals, EncoderOutput output) => Rows.Aggregate(
        signals,
        (all, row) => row.Read(output) is { } tensors ? all.With(row.Feature, new SignalList(tensors)) : all);
}
