using System.Runtime.InteropServices;
using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Matching;

/// <summary>An <see cref="IntermediateMatch"/> ready to be computed.</summary>
internal sealed class FeatureMatch(IntermediateMatch config, IMatchLoss loss, nn.Module<Tensor, Tensor>? projection)
{
    private readonly Feature _feature = FeatureNames.Parse(config.Feature);

    internal IntermediateMatch Config => config;

    internal Tensor Compute(Signals student, Signals teacher)
    {
        Tensor[] s = Layers(student, config.StudentLayer, "student");
        Tensor[] t = Layers(teacher, config.TeacherLayer, "teacher");
        try
        {
            Tensor[] projected = projection is null ? s : [.. s.Select(projection.call)];
            return loss.Compute(projected, [.. t.Select(layer => layer.to(projected[0].dtype))], student.InputsMask);
        }
        catch (ExternalException problem)
        {
            // Which shapes go together is the loss's affair; torch says only that they do not.
            throw new ConfigurationException(
                $"The match {config.ScalarName} cannot compare the student's {Shapes(s)} with the teacher's {Shapes(t)}{(projection is null ? "" : " through its projection")}: "
                + "where the widths differ, give it a \"proj\" like [\"linear\", student's width, teacher's width].", problem);
        }
    }

    private static string Shapes(Tensor[] tensors) => string.Join(" and ", tensors.Select(t => $"({string.Join(", ", t.shape)})"));

    private Tensor[] Layers(Signals signals, LayerIndices indices, string side)
    {
        SignalList features = signals.Of(_feature)
            ?? throw new ConfigurationException($"The match {config.ScalarName} needs the {side}'s '{config.Feature}', which its adaptor does not give: set Signals.{_feature}.");
        return [.. indices.Values.Select(index =>
        {
            int from = index < 0 ? index + features.Count : index;
            if (from < 0 || from >= features.Count)
                throw new ConfigurationException($"The match {config.ScalarName} names layer {index} of the {side}'s '{config.Feature}', which has layers 0 to {features.Count - 1}.");
            return features[from];
        })];
    }
}
