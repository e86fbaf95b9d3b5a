using TextBrewer.Recipes.Evaluating;
using TextBrewer.Models.Architectures;
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
        Vocabulary vocabulary = model.Task.Settings.Tokenizer.Vocabulary;
        int longest = Math.Min(model.Task.Settings.MaxLength, model.Config.Positions), choices = model.Kind.Name == "multiple_choice"
            ? 3
            : 1;
        Random random = new(0);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int length = tokens ?? random.Next(3, longest + 1);
            TokenSequence[] sequences = [.. Enumerable.Range(0, choices).Select(_ => Sequence(length))];
            return new EncodedText(sequences, model.Task.NoTarget(length));
        })];

        TokenSequence Sequence(
            int length) => new([vocabulary.ClsId, .. Enumerable.Range(0, length - 2)
                .Select(_ => random.Next(Math.Min(vocabulary.Count, model.Config.VocabSize))), vocabulary.SepId], new int[length]);
    }
}
