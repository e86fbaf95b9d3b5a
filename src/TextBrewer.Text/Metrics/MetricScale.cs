namespace TextBrewer.Text.Metrics;

/// <summary>The scale that a metric is measured on.</summary>
public enum MetricScale
{
    /// <summary>A share from 0 to 1.</summary>
    Fraction,

    /// <summary>A share from 0 to 100, as the official scorers of answers give it.</summary>
    Percent,

    /// <summary>A number that is no share: a correlation from −1 to 1, or an error.</summary>
    Number,

    /// <summary>A number from 1 of which less is better, and whose inverse is a share: the mean probability of a right word.</summary>
    Perplexity,
}
