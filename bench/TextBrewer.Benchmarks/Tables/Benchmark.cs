namespace TextBrewer.Benchmarks.Tables;

/// <summary>A benchmark that the program offers.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Arguments">What may follow the name, as the usage shows it; an option that does not stand here is refused.</param>
/// <param name="Summary">What it finds out.</param>
/// <param name="Run">Runs it; the exit code says whether all it asks for holds.</param>
internal sealed record Benchmark(string Name, string Arguments, string Summary, Func<BenchmarkArguments, int> Run);
