namespace TextBrewer.Recipes.Tasks;

/// <summary>What a data file looks like, whatever its task.</summary>
internal enum DataForm
{
    /// <summary>Columns or keys: CSV, TSV, JSONL.</summary>
    Table,

    /// <summary>A word a line with its tag, or texts with spans.</summary>
    TaggedWords,

    /// <summary>Questions about passages.</summary>
    Questions,

    /// <summary>Texts with a list of choices each.</summary>
    Choices,

    /// <summary>Sentences without labels.</summary>
    PlainText,
}
