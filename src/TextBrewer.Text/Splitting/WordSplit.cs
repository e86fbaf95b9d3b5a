using TextBrewer.Text.Normalizing;

namespace TextBrewer.Text.Splitting;

/// <summary>Makes words of a text whose parts are told as what it is cut at, and what is between, from left to right.</summary>
/// <param name="from">Where the text is.</param>
/// <param name="to">Takes the words.</param>
/// <param name="behavior">What becomes of that at which it is cut.</param>
internal ref struct WordSplit(AlignedText from, CutText to, SplitBehavior behavior)
{
    private bool _wasMatch;
    private bool _isOpen; // whether the word may go on

    /// <summary>Takes a part.</summary>
    /// <param name="start">Its first unit.</param>
    /// <param name="end">The unit behind its last.</param>
    /// <param name="isMatch">Whether the text is cut at it.</param>
    internal void Add(int start, int end, bool isMatch)
    {
        if (start == end && !isMatch) return;
        bool goesOn = _isOpen && behavior switch
        {
            SplitBehavior.MergedWithPrevious => isMatch && !_wasMatch,
            SplitBehavior.MergedWithNext => !isMatch && _wasMatch,
            SplitBehavior.Contiguous => isMatch == _wasMatch,
            _ => false,
        };
        if (!goesOn) to.EndWord();
        if (!isMatch || behavior != SplitBehavior.Removed) to.Text.Append(from, start, end);
        (_wasMatch, _isOpen) = (isMatch, true);
    }

    /// <summary>Ends the last word.</summary>
    internal readonly void End() => to.EndWord();
}
