using System.Globalization;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Checks;

/// <summary>A vocabulary that is not the texts': most of their words are unknown to it.</summary>
internal sealed class UnknownTokens : ITaskCheck
{
    // Of sound data in a language that the vocabulary is made for it is one in a thousand.
    private const double Tolerated = 0.2;

    private const int Sample = 1000;

    public IEnumerable<CheckFinding> Look(CheckedTask task)
    {
        ITokenizer tokenizer = task.Task.Settings.Tokenizer;
        int unknown = tokenizer.UnknownId;
        int special = tokenizer.SpecialTokens(pair: false);
        long of = 0, all = 0;
        foreach (TokenSequence sequence in Spread.Of(task.Labelled, Sample).SelectMany(text => text.Sequences))
        {
            of += sequence.Ids.Count(id => id == unknown);
            all += sequence.Length - special;
        }
        if (all == 0 || of <= Tolerated * all) yield break;
        yield return CheckFinding.Warning(
            $"{task.Path}.tokenizer",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(double)of / all:P0} of the tokens of the training texts are unknown to the vocabulary: no model sees what stands "
                    + $"there."),
            "Look whether it is the vocabulary of this teacher and of this language, and whether lowercase is set as it was trained.");
    }
}
