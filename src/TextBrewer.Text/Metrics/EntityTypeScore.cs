namespace TextBrewer.Text.Metrics;

/// <summary>How well entities of one type were found.</summary>
/// <param name="Type">The type: <c>PER</c>.</param>
/// <param name="Precision">The share of the predicted ones that are right.</param>
/// <param name="Recall">The share of the real ones that were found.</param>
/// <param name="F1">The harmonic mean of precision and recall.</param>
/// <param name="Support">How many real ones there are.</param>
public sealed record EntityTypeScore(string Type, double Precision, double Recall, double F1, int Support);
