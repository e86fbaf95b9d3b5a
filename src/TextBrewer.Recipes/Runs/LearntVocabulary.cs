using System.Globalization;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Given;
using TextBrewer.Recipes.Tasks.Masking;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Runs;

/// <summary>A student's own word pieces, learnt from the texts of all its tasks; the same texts give the same vocabulary.</summary>
internal static class LearntVocabulary
{
    /// <summary>Learns it where a recipe wants it; null: it does not.</summary>
    internal static ITokenizer? Of(Recipe recipe, RunMessages messages, CancellationToken cancellationToken)
    {
        if ((recipe.Student ?? recipe.Model)?.Vocabulary is not { } wanted) return null;
        TokenizerOptions options = new() { Lowercase = IsLowercase(recipe) };
        Vocabulary vocabulary = VocabularyLearner.Learn(Texts(recipe, cancellationToken), wanted.Learn, options, wanted.MinFrequency);
        messages.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{vocabulary.Count:N0} word pieces{(options.Lowercase ? " in lower case" : "")} were learnt from the texts."));
        return Tokenizers.WordPiece(vocabulary, options);
    }

    /// <summary>The texts of all tasks; a passage that several questions after each other are about is one.</summary>
    private static IEnumerable<string> Texts(Recipe recipe, CancellationToken cancellationToken)
    {
        string? passage = null;
        foreach (GivenAnswer example in recipe.AllTasks().SelectMany(task => Examples(task.Task)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (string text in example.Texts)
                if (example.Question is null || text != passage) yield return text;
            passage = example.Question is null ? null : example.Text;
        }
    }

    private static IEnumerable<GivenAnswer> Examples(RecipeTask task)
    {
        TaskKind kind = TaskKinds.Get(task.Task);
        RecipeTable[] files = [.. kind.TrainingFiles(task.Data).Select(file => file.Table)];
        IReadOnlySet<int> apart = DevSplit.Of(kind, task.Data);
        return files.SelectMany(kind.Examples)
            .Where((_, number) => !apart.Contains(number)) // a split has one file, the first
            .Concat(task.Data.Extra.Select(extra => extra.Like(files[0])).SelectMany(kind.Examples))
            .Concat(kind.LearnsRawText ? [] : task.Data.Raw.SelectMany(raw => MaskedTextTask.ExamplesOf(raw.ToTable())));
    }

    /// <summary>As the recipe says, else as the first teacher reads.</summary>
    private static bool IsLowercase(Recipe recipe)
    {
        RecipeTask task = recipe.AllTasks()[0].Task;
        if (task.Tokenizer.Lowercase is bool said) return said;
        string? folder = task.AllTeachers().Select(teacher => teacher.Tokenizer ?? teacher.Folder).FirstOrDefault(path => path is not null);
        if (folder is null || !Tokenizers.AreIn(folder)) return true;
        ITokenizer tokenizer = Tokenizers.FromFolder(folder);
        return tokenizer.EncodeInput("ABC").Input.Ids.SequenceEqual(tokenizer.EncodeInput("abc").Input.Ids);
    }
}
