namespace TextBrewer.Recipes.Checks;

/// <summary>Everything that is looked for.</summary>
internal static class CheckTable
{
    private static readonly ITaskCheck[] TaskChecks =
    [
        new NoDevSet(),
        new OneClassOnly(),
        new Imbalance(),
        new RepeatedExamples(),
        new TruncatedTexts(),
        new UnknownTokens(),
    ];

    private static readonly ICheck[] Checks =
    [
        new UnusualLearningRate(),
        new WiderStudent(),
        new ShrinkingTemperature(),
        new FreezingTemperature(),
        new RandomStudent(),
        new WeakTeacher(),
    ];

    /// <summary>What is to be said about the data of tasks.</summary>
    internal static IEnumerable<CheckFinding> OfData(IEnumerable<CheckedTask> tasks) =>
        tasks.SelectMany(task => TaskChecks.SelectMany(check => check.Look(task)));

    /// <summary>What is to be said about a recipe, its data included.</summary>
    internal static IEnumerable<CheckFinding> Of(CheckedRecipe recipe) =>
        OfData(recipe.Tasks).Concat(Checks.SelectMany(check => check.Look(recipe)));
}
