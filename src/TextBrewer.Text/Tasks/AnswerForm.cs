namespace TextBrewer.Text.Tasks;

/// <summary>What a model says about an example.</summary>
internal enum AnswerForm
{
    /// <summary>One label of several.</summary>
    Label,

    /// <summary>Any number of labels.</summary>
    Labels,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A tag for each word.</summary>
    Tags,

    /// <summary>A part of a passage that answers a question.</summary>
    Passage,

    /// <summary>One of the choices that come with a text.</summary>
    Choice,

    /// <summary>Words for the masks of a text.</summary>
    Words,
}
