using System.Globalization;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
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
        Vocabulary vocabulary = VocabularyLearner.Learn(Texts(recipe, cancellationToken), wanted.Learn, options);
        messages.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{vocabulary.Count:N0} word pieces{(options.Lowercase ? " in lower case" : "")} were learnt from the texts."));
        return Tokenizers.WordPiece(vocabulary, options);
    }

    private static IEnumerable<string> Texts(Recipe recipe, CancellationToken cancellationToken)
    {
        foreach ((_, RecipeTask task) in recipe.AllTasks())
        {
            TaskKind kind = TaskKinds.Get(task.Task);
            RecipeTable[] files = [.. kind.TrainingFiles(task.Data).Select(file => file.Table)];
            foreach (RecipeTable table in files.Concat(task.Data.Extra.Select(extra => extra.Like(files[0]))))
                foreach (string text in kind.Texts(table)) yield return Checked(text);
            if (kind.LearnsRawText) continue;
            foreach (RecipeRaw raw in task.Data.Raw)
                foreach (string text in MaskedTextTask.TextsOf(raw.ToTable())) yield return Checked(text);
        }

        string Checked(string text)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return text;
        }
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
