namespace TextBrewer.Recipes.Checks;

/// <summary>Looks for one kind of finding in a task's data, which needs no model that is trained.</summary>
internal interface ITaskCheck
{
    /// <summary>What it finds; nothing where all is well.</summary>
    IEnumerable<CheckFinding> Look(CheckedTask task);
}
