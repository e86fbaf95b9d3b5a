namespace TextBrewer.Recipes.Tasks.Given;

/// <summary>An answer to a question that somebody else gave.</summary>
internal sealed record GivenSpan
{
    /// <summary>The answer as it stands in the passage.</summary>
    public required string Text { get; init; }

    /// <summary>Its first character in the passage, in UTF-16 units; null: where the text is found first.</summary>
    public int? Start { get; init; }

    /// <summary>How sure it is; all of a question's are divided by their sum.</summary>
    public double Probability { get; init; } = 1;
}
