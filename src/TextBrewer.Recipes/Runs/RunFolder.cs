using TextBrewer.Adaptors;
using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Results;
using TextBrewer.Torch.Files;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// Makes a run's folder with its recipe and what is known about the run when the first step is about to be taken: a run that cannot begin
/// leaves nothing behind.
/// </summary>
internal sealed class RunFolder(string folder, Recipe recipe, RunFacts facts) : ITrainingObserver
{
    /// <summary>Where the model that a run is for is saved: <c>student/</c>, or <c>model/</c> where there is no teacher.</summary>
    internal static string Model(RunContext context) =>
        Path.Combine(context.Training.OutputDir, context.HasTeachers ? RunFileNames.Student : RunFileNames.Model);

    /// <summary>Writes the result of a run.</summary>
    internal static void Save(string folder, RunResult result) =>
        DurableFile.WriteText(Path.Combine(folder, RunFileNames.Result), result.ToJson());

    public bool Wants(long step) => false;

    public void Starting(RunStart start)
    {
        if (start.Step > 0) return;
        Directory.CreateDirectory(folder);
        DurableFile.WriteText(Path.Combine(folder, RunFileNames.Recipe), recipe.ToJson());
        DurableFile.WriteText(Path.Combine(folder, RunFileNames.Facts), (facts with { Precision = start.Precision }).ToJson());
    }
}
