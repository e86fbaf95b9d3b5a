namespace TextBrewer.Reports.Results;

/// <summary>What a model says about an example.</summary>
/// <param name="Decision">What it decides.</param>
public sealed record PredictionRecord(Answer Decision)
{
    /// <summary>
    /// The probability that it gives its decision; of several labels or tags, that of the one it is least sure of; null: it gives none.
    /// </summary>
    public double? Confidence { get; init => field = value is double given ? Rounded(given) : null; }

    /// <summary>The probability of each tag; null: there are none.</summary>
    public IReadOnlyList<double>? Confidences { get; init => field = value is null ? null : [.. value.Select(Rounded)]; }

    /// <summary>Whether all of it is right; null: nobody has said what is, or it is a number.</summary>
    public bool? Right { get; init; }

    /// <summary>How much of an answer is right, from 0 to 1, by the scorer of the data; null: it is no answer.</summary>
    public double? F1 { get; init => field = value is double given ? Rounded(given) : null; }

    /// <summary>A probability with as many digits as the file keeps.</summary>
    private static double Rounded(double value) => Math.Round(value, 6);
}
