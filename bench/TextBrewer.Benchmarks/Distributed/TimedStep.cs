namespace TextBrewer.Benchmarks.Distributed;

/// <summary>A step of process 0, in milliseconds.</summary>
/// <param name="Whole">All of it.</param>
/// <param name="Exchange">What it exchanged with the others; 0 where that was not timed.</param>
/// <param name="Wait">How long it waited for them; likewise.</param>
internal readonly record struct TimedStep(double Whole, double Exchange, double Wait);
