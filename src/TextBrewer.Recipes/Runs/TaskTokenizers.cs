using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Runs;

/// <summary>The tokenizer that a task's student reads by, and those of its teachers.</summary>
internal sealed class TaskTokenizers
{
    private readonly List<ITokenizer> _others = [];
    private readonly List<int?> _views = [];
    private readonly List<string> _sources = [];

    /// <summary>Reads them.</summary>
    /// <param name="recipe">The task.</param>
    /// <param name="own">The student's tokenizer.</param>
    /// <param name="source">Where it is from.</param>
    private TaskTokenizers(RecipeTask recipe, ITokenizer own, string source)
    {
        (Own, Source) = (own, source);
        foreach (RecipeTeacher teacher in recipe.AllTeachers()) Add(teacher);
    }

    /// <summary>The student's tokenizer, which the task's data are read by.</summary>
    internal ITokenizer Own { get; }

    /// <summary>Where that is from.</summary>
    internal string Source { get; }

    /// <summary>The tokenizers of teachers that read otherwise, each once.</summary>
    internal IReadOnlyList<ITokenizer> Others => _others;

    /// <summary>For each teacher, which of <see cref="Others"/> it reads by; null: by the student's.</summary>
    internal IReadOnlyList<int?> Views => _views;

    /// <summary>A teacher's tokenizer.</summary>
    internal ITokenizer Of(int teacher) => _views[teacher] is int view ? _others[view] : Own;

    /// <summary>Where a teacher's tokenizer is from.</summary>
    internal string SourceOf(int teacher) => _sources[teacher];

    /// <summary>Refuses what works only where all read the same.</summary>
    /// <param name="recipe">The task.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="path">Its place in the recipe.</param>
    /// <exception cref="ConfigurationException">Words themselves are compared or changed.</exception>
    internal void Refuse(RecipeTask recipe, TaskKind kind, string path)
    {
        if (Others.Count == 0) return;
        if (kind.LearnsRawText) throw new ConfigurationException($"The vocabulary of {path}'s teacher is not the student's, and in a "
            + $"{kind.Name} task both guess the same masked tokens: leave the student's tokenizer out.");
        if (recipe.Data.Augment.Count > 0) throw new ConfigurationException($"{path}.data.augment changes the student's tokens, and a "
            + "teacher has a vocabulary of its own: leave one of the two out.");
    }

    /// <summary>Which tokens are whose, a sentence for each tokenizer that is not the student's.</summary>
    internal IEnumerable<string> Describe(string path) => Others.Select(other => $"{path}: the student reads by {Own.Tokens.Count} word "
        + $"pieces and a teacher by its own {other.Tokens.Count}: they are compared at words.");

    /// <summary>Reads the tokenizers of a task; null: the folder that should have the student's has none.</summary>
    /// <param name="recipe">The task.</param>
    /// <param name="trained">The model that is trained; null: it is described by its teacher alone.</param>
    /// <param name="learnt">A vocabulary that was learnt for it; null: none was.</param>
    internal static TaskTokenizers? TryRead(RecipeTask recipe, RecipeModel? trained, ITokenizer? learnt)
    {
        if (learnt is not null) return new(recipe, learnt, "the vocabulary that was learnt");
        return Folder(recipe, trained) is { } folder && (trained?.Tokenizer == folder || Tokenizers.AreIn(folder))
            ? new(recipe, Tokenizers.FromFolder(folder, recipe.Tokenizer.Lowercase), folder)
            : null;
    }

    /// <summary>Reads the tokenizers of a task.</summary>
    /// <param name="recipe">The task.</param>
    /// <param name="path">Its place in the recipe.</param>
    /// <param name="trained">The model that is trained; null: it is described by its teacher alone.</param>
    /// <exception cref="ConfigurationException">The recipe names no folder with the student's.</exception>
    internal static TaskTokenizers Read(RecipeTask recipe, string path, RecipeModel? trained)
    {
        string folder = Folder(recipe, trained) ?? throw new ConfigurationException(
            $"{path}.tokenizer.vocabulary is missing: without the folder of a teacher or a model, name one with a tokenizer.json or a "
                + "vocab.txt.");
        return new(recipe, Tokenizers.FromFolder(folder, recipe.Tokenizer.Lowercase), folder);
    }

    /// <summary>The folder with the student's tokenizer: the one that is named for it, its own, a teacher's.</summary>
    private static string? Folder(RecipeTask recipe, RecipeModel? trained) => trained?.Tokenizer
        ?? recipe.Tokenizer.Vocabulary
        ?? (trained?.Folder is { } model && Tokenizers.AreIn(model) ? model : null)
        ?? recipe.AllTeachers().Select(FolderOf).FirstOrDefault(folder => folder is not null)
        ?? trained?.Folder;

    private static string? FolderOf(RecipeTeacher teacher) => teacher.Tokenizer ?? teacher.Folder;

    private void Add(RecipeTeacher teacher)
    {
        string? folder = FolderOf(teacher);
        ITokenizer? its = folder is not null && (teacher.Tokenizer is not null || Tokenizers.AreIn(folder))
            ? Tokenizers.FromFolder(folder)
            : null;
        bool isOwn = its is null || its.Tokens.SequenceEqual(Own.Tokens);
        _sources.Add(its is null ? Source : folder!);
        _views.Add(isOwn ? null : View(its!));
    }

    private int View(ITokenizer tokenizer)
    {
        int known = _others.FindIndex(other => other.Tokens.SequenceEqual(tokenizer.Tokens));
        if (known >= 0) return known;
        _others.Add(tokenizer);
        return _others.Count - 1;
    }
}
