using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.TextModels;

/// <summary>What a distillation asks its teachers for beside their logits: features, and which layers of them.</summary>
internal static class RequestedFeatures
{
    /// <summary>
    /// As texts, a layer each, for a fingerprint: <c>hidden 3 of teacher 0</c>; <c>no logits</c> where they are not read.
    /// </summary>
    /// <param name="distillation">What is compared.</param>
    /// <param name="teacherLayers">The teacher's layers; null: nobody looks inside.</param>
    /// <param name="studentLayers">The student's.</param>
    internal static IReadOnlyList<string> Of(DistillationConfig distillation, int? teacherLayers, int studentLayers)
    {
        IEnumerable<string> matches = distillation.IntermediateMatches.Resolve(teacherLayers ?? 1, studentLayers)
            .SelectMany(match => match.TeacherLayer.Values.Select(
                layer => FormattableString.Invariant($"{match.Feature} {layer} of teacher {match.Teacher}")));
        if (distillation.Emd is { } emd)
            matches = matches.Append(FormattableString.Invariant($"{emd.Feature} of all layers of teacher {emd.Teacher}"));
        if (!EncoderFeatures.ReadLogits(distillation)) matches = matches.Append("no logits");
        return [.. matches.Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether it asks for anything.</summary>
    internal static bool Any(DistillationConfig distillation) => EncoderFeatures.ReadLogits(distillation)
        || distillation.Emd is not null || distillation.IntermediateMatches.Features().Count > 0;

    /// <summary>Which of the features that are kept a distillation reads.</summary>
    internal static Func<Feature, bool> Filter(DistillationConfig distillation)
    {
        HashSet<string> names = [.. distillation.IntermediateMatches.Features()];
        if (distillation.Emd is { } emd) names.Add(emd.Feature);
        bool logits = EncoderFeatures.ReadLogits(distillation);
        return feature => feature.HasLayers
            ? names.Contains(feature.Name)
            : logits || (feature != Features.Logits && feature != Features.LogitsMask);
    }
}
