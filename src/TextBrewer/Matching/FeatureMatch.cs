using System.Globalization;
using System.Runtime.InteropServices;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Losses;
using TextBrewer.Naming;
using TextBrewer.Torch.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Matching;

/// <summary>An <see cref="IntermediateMatch"/> ready to be computed.</summary>
internal sealed class FeatureMatch
{
    private readonly IntermediateMatch _config;
    private readonly IMatchLoss _loss;
    private readonly ProjectionSet _projections;
    private readonly string _name;
    private readonly Feature _feature;

    internal FeatureMatch(IntermediateMatch config, int index, IMatchLoss loss, ProjectionSet projections)
    {
        (_config, _loss, _projections) = (config, loss, projections);
        (_name, _feature) = (index.ToString(CultureInfo.InvariantCulture), FeatureNames.Parse(config.Feature));
        if (config.Proj is { IsAuto: false } proj) projections.Add(_name, proj);
    }

    internal LossTerm Term(Signals student, Signals teacher)
    {
        Tensor[] s = Layers(student, _config.StudentLayer, "student");
        Tensor[] t = Layers(teacher.OfTeacher(_config.Teacher, _config.ScalarName), _config.TeacherLayer, "teacher");
        nn.Module<Tensor, Tensor>? projection = _projections.Get(_name, _config.Proj, s[0].shape[^1], t[0].shape[^1]);
        return new LossTerm(_config.ScalarName, Compare(_config.ScalarName, _loss, projection, s, t, student.InputsMask), _config.Weight);
    }

    /// <summary>The loss of projected student features, with an error that says whose shapes they were.</summary>
    internal static Tensor Compare(
        string match,
        IMatchLoss loss,
        nn.Module<Tensor, Tensor>? projection,
        Tensor[] s,
        Tensor[] t,
        Tensor? mask)
    {
        try
        {
            Tensor[] projected = projection is null ? s : [.. s.Select(projection.call)];
            return loss.Compute(projected, [.. t.Select(layer => layer.to(projected[0].dtype))], mask);
        }
        catch (Exception problem) when (problem is ExternalException or ArgumentException)
        {
            // Which shapes go together is the loss's affair; torch says only that they do not.
            throw new ConfigurationException(
                $"The match {match} cannot compare the student's {Shapes(s)} with the teacher's "
                    + $"{Shapes(t)}{(projection is null ? "" : " through its projection")}: {Cure(s[0], t[0], problem)}", problem);
        }
    }

    /// <summary>A side's features of a kind.</summary>
    /// <exception cref="ConfigurationException">Its adaptor does not give them.</exception>
    internal static SignalList Features(Signals signals, Feature feature, string match, string side) => signals.Of(feature)
        ?? throw new ConfigurationException(
            $"The match {match} needs the {side}'s '{FeatureNames.Of(feature)}', which its adaptor does not give: set Signals.{feature}.");

    private Tensor[] Layers(Signals signals, LayerIndices indices, string side)
    {
        SignalList features = Features(signals, _feature, _config.ScalarName, side);
        return [.. indices.Values.Select(index =>
        {
            int from = index < 0 ? index + features.Count : index;
            if (from < 0 || from >= features.Count)
                throw new ConfigurationException($"The match {_config.ScalarName} names layer {index} of the {side}'s '{_config.Feature}', "
                    + $"which has layers 0 to {features.Count - 1}.");
            return features[from];
        })];
    }

    private static string Cure(Tensor s, Tensor t, Exception problem) =>
        s.shape[^1] != t.shape[^1]
            ? "where the widths differ, give it a \"proj\" like [\"linear\", student's width, teacher's width], or \"auto\"."
            : !s.shape.SequenceEqual(t.shape)
            ? "the shapes differ, so bring them to the same positions in the adaptors, or use a loss that does not compare them one by one."
            : problem is ExternalException native ? NativeError.Sentence(native) : problem.Message;

    private static string Shapes(Tensor[] tensors) => string.Join(" and ", tensors.Select(t => $"({string.Join(", ", t.shape)})"));
}
