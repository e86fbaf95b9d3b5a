namespace TextBrewer.Reports.Results;

/// <summary>The method whose settings a run's recipe was expanded from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it is and whose, in a line.</param>
public sealed record MethodFacts(string Name, string Meaning);
