namespace TextBrewer.Benchmarks.Distributed;

/// <summary>What a run said of its exchange before its first step; all 0 for one process.</summary>
/// <param name="Bytes">What is summed at a step, as it travels.</param>
/// <param name="BytesPerSecond">How fast sums are made.</param>
/// <param name="Milliseconds">How long the exchange of a step takes.</param>
/// <param name="Share">That of a step, in percent.</param>
internal readonly record struct ExpectedExchange(double Bytes, double BytesPerSecond, double Milliseconds, double Share);
