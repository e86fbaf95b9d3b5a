namespace TextBrewer.Recipes.Checks;

/// <summary>Looks for one kind of finding.</summary>
internal interface ICheck
{
    /// <summary>What it finds; nothing where all is well.</summary>
    IEnumerable<CheckFinding> Look(CheckedRecipe recipe);
}
