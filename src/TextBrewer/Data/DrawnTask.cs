namespace TextBrewer.Data;

/// <summary>A task that micro-batches are drawn from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Its examples; null: nobody counted them.</param>
/// <param name="Weight">Multiplies its share of the draws.</param>
internal sealed record DrawnTask(string Name, long? Size, double Weight = 1);
