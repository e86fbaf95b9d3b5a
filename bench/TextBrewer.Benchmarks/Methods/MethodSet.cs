using System.Text.Json.Nodes;
using TextBrewer.Benchmarks.Steps;

namespace TextBrewer.Benchmarks.Methods;

/// <summary>A data set, or a student on it, for which methods are compared.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sample">The sample recipe of TextBrewer's student: data, teacher, the student's shape, epochs and batch are its.</param>
/// <param name="Judge">What students are judged by.</param>
/// <param name="Goal">What <c>best</c> is asked for, in percent.</param>
/// <param name="MaxTokens">
/// The budget of a batch: the batch of the sample recipe times the mean length of a training example, rounded up to a multiple of 16.
/// </param>
/// <param name="Raw">The texts, beside the training file, that a method may learn from.</param>
internal sealed record MethodSet(
    string Name,
    string Sample,
    JudgingFiles Judge,
    double Goal,
    int MaxTokens,
    Func<IEnumerable<string>> Raw)
{
    /// <summary>The teacher that this bench has to train; null: the sample recipe's is there.</summary>
    internal ScratchTeacher? Teacher { get; init; }

    /// <summary>TextBrewer's own recipe as the plain loop runs it; null: it has no such model.</summary>
    internal StepShape? Plain { get; init; }

    /// <summary>The methods that cannot work here.</summary>
    internal IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Whether the student begins with random weights, so that lines that name no start begin there.</summary>
    internal bool StartsAtRandom => Recipe()["student"]!["initialize"] is not null;

    /// <summary>Whether no layers of the teacher can be a student's start.</summary>
    internal bool HasNoOtherStart { get; init; }

    /// <summary>Whether a line of the comparison makes sense here.</summary>
    internal bool Suits(MethodEntry entry) => !Without.Contains(entry.Method)
        && (StartsAtRandom || !entry.IsForRandomStarts)
        && !(HasNoOtherStart && entry.Start is not null);

    /// <summary>The part of a recipe that all methods share; only the training file is named.</summary>
    internal JsonObject Recipe()
    {
        JsonObject recipe = SampleRecipe.WithoutMethod(Sample);
        recipe["training"]!["max_tokens"] = MaxTokens;
        if (Teacher is not null) recipe["teacher"] = Teacher.Model;
        return recipe;
    }
}
