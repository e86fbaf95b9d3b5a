using System.Globalization;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Losses;
using TextBrewer.Matching;
using static TorchSharp.torch;

namespace TextBrewer.Objectives;

/// <summary>A <see cref="CustomMatch"/> whose projection is settled for two models.</summary>
internal sealed class CustomTerm
{
    private readonly CustomMatch _match;
    private readonly Feature _captured;
    private readonly string _name;
    private readonly IMatchLoss _loss;
    private readonly Func<double, double> _schedule;
    private readonly nn.Module<Tensor, Tensor>? _projection;

    /// <summary>Settles a match on a sample of both sides' signals.</summary>
    internal CustomTerm(
        CustomMatch match,
        int index,
        string task,
        DistillationNames names,
        ProjectionSet projections,
        Signals student,
        Signals teacher)
    {
        string number = string.Create(CultureInfo.InvariantCulture, $"custom_{index}");
        (_match, _captured, _loss) = (match, Features.Captured(index), new DelegateLoss(match.Loss));
        _schedule = names.WeightSchedules.Make(match.WeightScheduler ?? "none");
        _name = $"unweighted_{match.Name ?? number}";
        (Tensor s, Tensor t) = Sides(student, teacher);
        _projection = projections.Bind(number, task, match.Proj, s.shape[^1], t.shape[^1]);
    }

    /// <summary>The term of a batch.</summary>
    internal LossTerm Term(Signals student, Signals teacher, double progress, SharedBatch shared)
    {
        (Tensor s, Tensor t) = Sides(student, teacher);
        double weight = _match.Weight * _schedule(progress);
        return FeatureMatch.Term(_name, weight, _loss, _projection, [s], [t], student.InputsMask, shared);
    }

    // Hooks that captured nothing have said so by now.
    private (Tensor Student, Tensor Teacher) Sides(Signals student, Signals teacher) =>
        (student[_captured]![0], teacher.OfTeacher(_match.Teacher, _name)[_captured]![0]);
}
