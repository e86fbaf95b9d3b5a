using TextBrewer.Models.Architectures;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Exporting;

/// <summary>Sequences of random tokens, where there is no data to compare two forms of a model on.</summary>
internal static class ProbeTexts
{
    /// <param name="model">Whose vocabulary and positions count.</param>
    /// <param name="count">How many sequences.</param>
    /// <param name="tokens">How long each is; null: of any length that the model takes.</param>
    internal static IReadOnlyList<EncodedText> Of(LoadedModel model, int count, int? tokens = null)
    {
        ITokenizer tokenizer = model.Task.Settings.Tokenizer;
        int added = tokenizer.SpecialTokens(pair: false), known = Math.Min(tokenizer.Tokens.Count, model.Config.VocabSize);
        int longest = Math.Min(model.Task.Settings.MaxLength, model.Config.Positions);
        Random random = new(0);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int length = tokens ?? random.Next(added + 1, longest + 1);
            TokenSequence[] sequences = [.. Enumerable.Range(0, model.Kind.ProbeSequences).Select(_ => Sequence(length))];
            return new EncodedText(sequences, model.Task.NoTarget(length));
        })];

        TokenSequence Sequence(int length) =>
            tokenizer.WithSpecialTokens([.. Enumerable.Range(0, length - added).Select(_ => random.Next(known))]);
    }
}
