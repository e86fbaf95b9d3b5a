using System.Globalization;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.Checks;

/// <summary>A teacher that knows no more than which label is the most frequent: asked about a sample of the dev examples.</summary>
internal sealed class WeakTeacher : ICheck
{
    private const int Sample = 128, Fewest = 20;

    public IEnumerable<CheckFinding> Look(CheckedRecipe recipe) => recipe.Tasks.SelectMany(task => Look(task, recipe.Cancellation));

    private static IEnumerable<CheckFinding> Look(CheckedTask task, CancellationToken cancellationToken)
    {
        if (task.Teacher is null || task.Dev is not { } dev) yield break;
        IEnumerable<EncodedText> known = task.DevTexts.Where(task.Teacher.Knows);
        EncodedText[] labelled = [.. known.Where(text => text.Target is ClassTarget { IsLabelled: true })];
        EncodedText[] sample = Spread.Of(labelled, Sample);
        if (sample.Length < Fewest) yield break;
        int[] gold = [.. sample.Select(text => ((ClassTarget)text.Target).Label)];
        double most = (double)gold.CountBy(label => label).Max(count => count.Value) / gold.Length;
        if (most == 1) yield break; // nothing is to be known
        IReadOnlyList<float[][]> outputs = Evaluation.Outputs(task.Teacher, task.Task, sample, cancellationToken: cancellationToken);
        double right = outputs.Zip(gold, (output, label) => Text.Features.LabelScores.BestOf(output[0]) == label ? 1.0 : 0).Average();
        if (right > most) yield break;
        yield return CheckFinding.Warning(
            $"{task.Path}.teacher",
            string.Create(
                CultureInfo.InvariantCulture,
                $"On {sample.Length} dev examples the teacher is right about {right:P0}, and who always says the most frequent label about "
                    + $"{most:P0}: there is nothing to learn from it."),
            "Look whether it was trained for this task, and whether labels and tokenizer are the ones it was trained with.");
    }
}
