namespace TextBrewer.Recipes.Checks;

/// <summary>A task without data to judge its model by.</summary>
internal sealed class NoDevSet : ITaskCheck
{
    public IEnumerable<CheckFinding> Look(CheckedTask task)
    {
        if (task.Dev is null) yield return CheckFinding.Warning(
            $"{task.Path}.data.dev",
            "There is no dev set: nobody will know how good the model is, and the last weights are taken in place of the best.",
            "Name a file of examples that are not trained on; of 100 training examples and more a tenth is kept apart, unless "
                + "dev_share is 0.");
    }
}
