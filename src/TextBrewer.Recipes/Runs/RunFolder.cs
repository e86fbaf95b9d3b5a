using TextBrewer.Adaptors;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Reporting;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// Makes a run's folder with its recipe and what is known about the run when the first step is about to be taken: a run that cannot begin
/// leaves nothing behind.
/// </summary>
internal sealed class RunFolder(string folder, Recipe recipe, RunFacts facts) : ITrainingObserver
{
    internal const string RecipeName = "recipe.json";

    /// <summary>Where the model that a run is for is saved: <c>student/</c>, or <c>model/</c> where there is no teacher.</summary>
    internal static string Model(RunContext context) => Path.Combine(context.Training.OutputDir, context.HasTeachers ? "student" : "model");

    public void Starting(RunStart start)
    {
        if (start.Step > 0) return;
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, RecipeName), recipe.ToJson());
        facts.Save(folder);
    }
}
