using System.Text.Json.Nodes;

namespace TextBrewer.Text.Tokenizing;

/// <summary>A token that is looked for in a text before it is cut into words.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">How it is written.</param>
internal sealed record AddedToken(int Id, string Content)
{
    /// <summary>Whether it counts only where no letter, digit or the like touches it.</summary>
    internal bool IsSingleWord { get; init; }

    /// <summary>Whether the white space before it belongs to it.</summary>
    internal bool StripsLeft { get; init; }

    /// <summary>Whether the white space behind it belongs to it.</summary>
    internal bool StripsRight { get; init; }

    /// <summary>Whether it is looked for in the normalised text; else in the original.</summary>
    internal bool IsNormalized { get; init; }

    /// <summary>Whether it is of no text: the start and end of a sequence, padding, the mask.</summary>
    internal bool IsSpecial { get; init; }

    /// <summary>How a <c>tokenizer.json</c> writes it.</summary>
    internal JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["content"] = Content,
        ["single_word"] = IsSingleWord,
        ["lstrip"] = StripsLeft,
        ["rstrip"] = StripsRight,
        ["normalized"] = IsNormalized,
        ["special"] = IsSpecial,
    };

    /// <summary>Whether it is found as it is written, whatever stands around.</summary>
    internal bool IsPlain => !IsSingleWord && !StripsLeft && !StripsRight && !IsNormalized;
}
