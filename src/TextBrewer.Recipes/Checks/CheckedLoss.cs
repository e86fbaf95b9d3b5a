namespace TextBrewer.Recipes.Checks;

/// <summary>A loss term of one batch, before the first step.</summary>
/// <param name="Task">The task's name; empty where it stands alone.</param>
/// <param name="Term">The term, as curves name it.</param>
/// <param name="Value">Its value, unweighted; null: it is not finite.</param>
/// <param name="Weight">What it counts.</param>
public sealed record CheckedLoss(string Task, string Term, double? Value, double Weight);
