namespace TextBrewer.Reports.Analysis;

/// <summary>Decisions that a model was about as sure of.</summary>
/// <param name="From">The least confidence.</param>
/// <param name="To">The most.</param>
/// <param name="Count">How many decisions.</param>
/// <param name="Confidence">Their mean confidence.</param>
/// <param name="Accuracy">The share that was right.</param>
internal sealed record CalibrationBin(double From, double To, long Count, double Confidence, double Accuracy);
