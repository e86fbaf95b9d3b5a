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

/// <summary>An <see cref="IntermediateMatch"/> whose layers and projection are settled for two models.</summary>
internal sealed class FeatureMatch
{
    private readonly IntermediateMatch _config;
    private readonly string _name;
    private readonly IMatchLoss _loss;
    private readonly Func<double, double> _schedule;
    private readonly Feature _feature;
    private readonly nn.Module<Tensor, Tensor>? _projection;

    /// <summary>Settles a match on a sample of both sides' signals.</summary>
    /// <param name="config">The match.</param>
    /// <param name="projection">The name of its projection.</param>
    /// <param name="task">The task; empty where there is one.</param>
    /// <param name="names">What its names stand for.</param>
    /// <param name="projections">Where projections are made and kept.</param>
    /// <param name="student">A sample of the student's signals.</param>
    /// <param name="teacher">A sample of the teacher's.</param>
    /// <exception cref="ConfigurationException">A feature, a layer or a teacher is not there.</exception>
    internal FeatureMatch(
        IntermediateMatch config,
        string projection,
        string task,
        DistillationNames names,
        ProjectionSet projections,
        Signals student,
        Signals teacher)
    {
        (_config, _name) = (config, config.ScalarName);
        (_feature, _loss) = (Features.Find(config.Feature)!, names.MatchLosses.Make(config.Loss));
        _schedule = names.WeightSchedules.Make(config.WeightScheduler ?? "none");
        (Tensor[] s, Tensor[] t) = Sides(student, teacher);
        _projection = projections.Bind(projection, task, config.Proj, s[0].shape[^1], t[0].shape[^1]);
        Shape = new(config, t[0].shape[^1], s[0].shape[^1], _projection is not null);
    }

    /// <summary>What is compared with what.</summary>
    internal MatchShape Shape { get; }

    /// <summary>The name of a match's projection in checkpoints: its place.</summary>
    internal static string Name(int index) => index.ToString(CultureInfo.InvariantCulture);

    /// <summary>The term of a batch.</summary>
    /// <param name="student">The student's signals.</param>
    /// <param name="teacher">The teacher's.</param>
    /// <param name="progress">The share of the run's optimizer steps already taken.</param>
    /// <param name="shared">The batch that the signals are of.</param>
    internal LossTerm Term(Signals student, Signals teacher, double progress, SharedBatch shared)
    {
        (Tensor[] s, Tensor[] t) = Sides(student, teacher);
        double weight = _config.Weight * _schedule(progress);
        return Term(_name, weight, _loss, _projection, s, t, student.InputsMask, shared);
    }

    /// <summary>The term of two sides.</summary>
    internal static LossTerm Term(
        string match,
        double weight,
        IMatchLoss loss,
        nn.Module<Tensor, Tensor>? projection,
        Tensor[] s,
        Tensor[] t,
        Tensor? mask,
        SharedBatch shared)
    {
        Tensor value = Compare(match, loss, projection, s, t, mask, shared);
        return new LossTerm(match, value, weight)
        {
            Parts = shared.IsWhole || loss.MeanOver == MeanOver.Batch ? null : [SharedBatch.Part(value, loss.MeanOver, s[0], mask)],
        };
    }

    /// <summary>The loss of projected student features, with an error that says whose shapes they were.</summary>
    internal static Tensor Compare(
        string match,
        IMatchLoss loss,
        nn.Module<Tensor, Tensor>? projection,
        Tensor[] s,
        Tensor[] t,
        Tensor? mask,
        SharedBatch shared)
    {
        try
        {
            Tensor[] projected = projection is null ? s : [.. s.Select(projection.call)];
            t = [.. t.Select(layer => layer.to(projected[0].dtype))];
            if (shared.IsWhole || loss.MeanOver != MeanOver.Batch) return loss.Compute(projected, t, mask);
            return loss.Compute(
                [.. projected.Select(shared.Gather)],
                [.. t.Select(shared.Gather)],
                mask is null ? null : shared.Gather(mask));
        }
        catch (Exception problem) when (problem is ExternalException or ArgumentException)
        {
            // Which shapes go together is the loss's affair; torch says only that they do not.
            throw new ConfigurationException(
                $"The match {match} cannot compare the student's {Shapes(s)} with the teacher's "
                    + $"{Shapes(t)}{(projection is null ? "" : " through its projection")}: {Cure(s[0], t[0], problem)}", problem);
        }
    }

    /// <summary>A side's tensors of a feature, a layer each.</summary>
    /// <exception cref="ConfigurationException">Its adaptor does not give them.</exception>
    internal static SignalList Layers(Signals signals, Feature feature, string match, string side) => signals[feature]
        ?? throw new ConfigurationException(
            $"The match {match} needs the {side}'s '{feature}', which its adaptor does not give: set it in the adaptor's Signals.");

    private (Tensor[] Student, Tensor[] Teacher) Sides(Signals student, Signals teacher) => (
        Named(student, _config.StudentLayer, "student"),
        Named(teacher.OfTeacher(_config.Teacher, _name), _config.TeacherLayer, "teacher"));

    private Tensor[] Named(Signals signals, LayerIndices indices, string side)
    {
        SignalList layers = Layers(signals, _feature, _name, side);
        return [.. indices.Values.Select(index =>
        {
            int from = index < 0 ? index + layers.Count : index;
            if (from >= 0 && from < layers.Count) return layers[from];
            throw new ConfigurationException(
                $"The match {_name} names layer {index} of the {side}'s '{_config.Feature}', which has layers 0 to "
                    + $"{layers.Count - 1}.");
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
