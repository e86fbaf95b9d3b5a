using TextBrewer.Training;

namespace TextBrewer.Recipes.Running;

/// <summary>Makes a run's folder with its recipe when the first step is about to be taken: a run that cannot begin leaves nothing behind.</summary>
internal sealed class RunFolder(string folder, Recipe recipe) : ITrainingObserver
{
    internal const string RecipeName = "recipe.json";

    public void Started(RunPlan plan, long step)
    {
        if (step > 0) return;
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, RecipeName), recipe.ToJson());
    }
}
