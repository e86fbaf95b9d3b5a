using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Features;

/// <summary>
/// Finds the best answers of a passage in the logits of its windows: exactly, over every start and every end that is near enough.
/// </summary>
public static class AnswerSearch
{
    /// <summary>
    /// The best sums of start and end logit over all windows, best first; equal ones by their place. A span that two windows hold, or two
    /// pairs of tokens of one character, counts once with its best score. Scores that are not finite are no candidates. Where there is none
    /// at all (an empty passage), the one answer is empty.
    /// </summary>
    /// <param name="context">The passage.</param>
    /// <param name="windows">The passage's windows, in which it is the pair.</param>
    /// <param name="startLogits">For each window a logit for each token; more are padding.</param>
    /// <param name="endLogits">For each window a logit for each token; more are padding.</param>
    /// <param name="count">How many answers at most.</param>
    /// <param name="maxPieces">The longest answer, in tokens.</param>
    public static IReadOnlyList<AnswerCandidate> Best(
        string context,
        IReadOnlyList<Encoding> windows,
        IReadOnlyList<float[]> startLogits,
        IReadOnlyList<float[]> endLogits,
        int count,
        int maxPieces)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxPieces);
        if (windows.Count != startLogits.Count || windows.Count != endLogits.Count)
            throw new ArgumentException(
                $"{windows.Count} windows, {startLogits.Count} rows of start logits and {endLogits.Count} of end logits.",
                nameof(startLogits));
        Ranking ranking = new(count);
        for (int i = 0; i < windows.Count; i++)
            Search(context, new AnswerWindow(windows[i]), startLogits[i], endLogits[i], maxPieces, ranking);

        List<(int Start, int End, double Score)> best = ranking.Ranked();
        if (best.Count == 0) return [new AnswerCandidate("", 0, 0, 0, 1)];
        double whole = best.Sum(span => Math.Exp(span.Score - best[0].Score));
        return [.. best.Select(span => new AnswerCandidate(
            context[span.Start..span.End],
            span.Start,
            span.End,
            span.Score,
            Math.Exp(span.Score - best[0].Score) / whole))];
    }

    private static void Search(string context, AnswerWindow window, float[] starts, float[] ends, int maxPieces, Ranking ranking)
    {
        if (starts.Length < window.End || ends.Length < window.End)
            throw new ArgumentException(
                $"A window of {window.Encoding.Ids.Length} tokens has {starts.Length} start and {ends.Length} end logits.",
                nameof(starts));
        // A token may stand for the space before it too, which is no part of an answer.
        (int Start, int End)[] offsets = [.. window.Encoding.Offsets.Select((place, i) =>
            window.Encoding.Sequence[i] == 1 ? WithoutSpaces(context, place) : place)];
        for (int start = window.First; start < window.End; start++)
        {
            int limit = (int)Math.Min(window.End, (long)start + maxPieces);
            for (int end = start; end < limit; end++)
            {
                double score = (double)starts[start] + ends[end];
                if (double.IsFinite(score) && offsets[start].Start < offsets[end].End)
                    ranking.Offer(offsets[start].Start, offsets[end].End, score);
            }
        }
    }

    private static (int Start, int End) WithoutSpaces(string text, (int Start, int End) place)
    {
        while (place.Start < place.End && char.IsWhiteSpace(text[place.Start])) place.Start++;
        while (place.Start < place.End && char.IsWhiteSpace(text[place.End - 1])) place.End--;
        return place;
    }

    /// <summary>The best spans so far, each once. It is small, and most offers end at its last score.</summary>
    private sealed class Ranking(int count)
    {
        private readonly List<(int Start, int End, double Score)> _spans = [];
        private int _worst;

        internal void Offer(int start, int end, double score)
        {
            (int Start, int End, double Score) span = (start, end, score);
            if (_spans.Count == count && Order(span, _spans[_worst]) > 0) return;
            int same = _spans.FindIndex(other => other.Start == start && other.End == end);
            if (same >= 0)
            {
                if (score <= _spans[same].Score) return;
                _spans[same] = span;
            }
            else if (_spans.Count < count) _spans.Add(span);
            else _spans[_worst] = span;
            _worst = 0;
            for (int i = 1; i < _spans.Count; i++) if (Order(_spans[i], _spans[_worst]) > 0) _worst = i;
        }

        internal List<(int Start, int End, double Score)> Ranked()
        {
            _spans.Sort(Order);
            return _spans;
        }

        private static int Order((int Start, int End, double Score) a, (int Start, int End, double Score) b)
        {
            int by = b.Score.CompareTo(a.Score);
            if (by == 0) by = a.Start.CompareTo(b.Start);
            return by == 0 ? a.End.CompareTo(b.End) : by;
        }
    }
}
