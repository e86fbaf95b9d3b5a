namespace TextBrewer.Recipes.Tests;

/// <summary>What TextBrewer says of one setting of one of its experiments, a line of <c>textbrewer-settings.tsv</c>.</summary>
/// <param name="Recipe">The sample recipe of the experiment, without its extension.</param>
/// <param name="Set">What <c>--set</c> makes the recipe that experiment by; empty: nothing.</param>
/// <param name="Name">The setting.</param>
/// <param name="Value">TextBrewer's value: a number, a range of numbers, or a text.</param>
/// <param name="Source">The file of TextBrewer's repository that says so, or of the one that TextBrewer refers to.</param>
internal sealed record TextBrewerSetting(string Recipe, string Set, string Name, string Value, string Source);
