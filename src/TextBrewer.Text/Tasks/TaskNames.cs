namespace TextBrewer.Text.Tasks;

/// <summary>The kinds of tasks, by the names that recipes and <c>textbrewer.json</c> use.</summary>
public static class TaskNames
{
    /// <summary>One label of several for a text or a pair.</summary>
    public const string Classification = "classification";

    /// <summary>Any number of labels for a text or a pair.</summary>
    public const string MultiLabel = "multi_label";

    /// <summary>A number for a text or a pair.</summary>
    public const string Regression = "regression";

    /// <summary>A tag for each word.</summary>
    public const string Tagging = "tagging";

    /// <summary>The answer to a question, cut from a passage.</summary>
    public const string Answering = "qa";

    /// <summary>One of several choices for a text.</summary>
    public const string MultipleChoice = "multiple_choice";

    /// <summary>The words that are masked in a text.</summary>
    public const string MaskedWords = "masked_lm";
}
