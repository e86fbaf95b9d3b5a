namespace TextBrewer.Fuzz.Running;

/// <summary>What became of a case.</summary>
/// <param name="Number">The case's number.</param>
/// <param name="Problem">What may not be; null: nothing.</param>
/// <param name="Seconds">How long the reader took.</param>
/// <param name="Bytes">The memory that it took beyond what was there before: managed, or resident, whichever is more.</param>
/// <param name="Size">The bytes of the case's files.</param>
internal sealed record Outcome(int Number, string? Problem, double Seconds, long Bytes, long Size);
