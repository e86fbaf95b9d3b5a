using System.Globalization;
using TextBrewer.Naming;
using TextBrewer.Text.Reading;

namespace TextBrewer.Recipes.Tasks;

/// <summary>The labels of a task and the index of each.</summary>
internal sealed class LabelSet(IReadOnlyList<string> names)
{
    private readonly Dictionary<string, int> _index = Index(names);

    /// <summary>The labels in order.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The labels of training data, in ordinal order.</summary>
    /// <exception cref="InvalidDataException">There are fewer than two.</exception>
    public static LabelSet Of(IEnumerable<TextExample> examples, string path)
    {
        string[] found = [.. examples.Select(e => e.Label).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        return found.Length >= 2
            ? new LabelSet(found)
            : throw new InvalidDataException($"'{path}' has {found.Length} different labels; a classification needs two or more.");
    }

    /// <summary>The labels that were found in a file.</summary>
    /// <exception cref="InvalidDataException">There are fewer than two.</exception>
    internal static IReadOnlyList<string> AtLeastTwo(IEnumerable<string> labels, string path) => labels.ToArray() is { Length: >= 2 } found
        ? found
        : throw new InvalidDataException($"'{path}' has {labels.Count()} different labels; two are the least.");

    private static Dictionary<string, int> Index(IReadOnlyList<string> names)
    {
        Dictionary<string, int> index = new(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
            if (!index.TryAdd(names[i], i)) throw new InvalidDataException(
                $"The label '{names[i]}' is named twice: each label needs a name of its own.");
        return index;
    }

    /// <summary>The index of an example's label; −1 where it has none. A file may give indices in place of names.</summary>
    /// <param name="example">The example.</param>
    /// <param name="path">Its file.</param>
    /// <param name="written">How the file has the label, where it is written in another way; null: as the example has it.</param>
    /// <exception cref="InvalidDataException">The label is unknown.</exception>
    public int IndexOf(TextExample example, string path, string? written = null)
    {
        if (example.Label is not { } label) return -1;
        if (_index.TryGetValue(label, out int index)) return index;
        if (int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < names.Count) return number;
        written ??= label;
        string? header = written == label ? HeaderRow.Cure(example.Line, path) : null;
        throw new InvalidDataException($"'{path}', line {example.Line}: the label '{written}' is unknown. The model's labels are: "
            + $"{string.Join(", ", names)}. {OtherCase(written) ?? header ?? Cure(path)}");
    }

    private static string Cure(string path) =>
        "Correct the file, or set \"labels\". A teacher that was trained for fewer labels, or others, has to be trained for these first: "
            + $"textbrewer init --data {CommandArgument.Of(path)} --model FOLDER writes a recipe for that.";

    private string? OtherCase(string label) =>
        names.FirstOrDefault(name => name.Equals(label, StringComparison.OrdinalIgnoreCase)) is { } known
        ? $"Give it the model's name: \"label_names\": {{ \"{label}\": \"{known}\" }} (--label-names {label}={known})."
        : null;
}
