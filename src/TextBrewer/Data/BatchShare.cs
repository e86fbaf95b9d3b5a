namespace TextBrewer.Data;

/// <summary>What a batch counts for among the others that a step's gradient is taken from.</summary>
/// <param name="Task">The task it belongs to; empty where there is one.</param>
/// <param name="Examples">How many examples it has; null: nobody counted them.</param>
internal readonly record struct BatchShare(string Task, int? Examples);
