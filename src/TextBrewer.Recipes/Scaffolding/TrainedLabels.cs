using System.Globalization;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Files;
using TextBrewer.Text.Tasks;

namespace TextBrewer.Recipes.Scaffolding;

/// <summary>The labels that a teacher was trained for, beside those of a file.</summary>
internal static class TrainedLabels
{
    /// <summary>Refuses a file with labels that the teacher cannot give.</summary>
    /// <exception cref="ConfigurationException">There are some.</exception>
    internal static void Check(TaskKind kind, RecipeTable table, IReadOnlyList<string> trained, string teacher)
    {
        if (kind.Labels is null) return;
        IReadOnlyList<string> own = kind.Labels(table);
        HashSet<string> known = [.. trained.Select(Meant)];
        bool isForeign = own.Any(label => !known.Contains(Meant(label)) && !IsNumberOf(label));
        if (isForeign) throw new ConfigurationException(
            $"'{table.Path}': its labels are {Names.List(own)}, and the teacher's {Names.List(trained)}. "
                + Cure(table.Path, teacher, own.Count <= trained.Count));

        // Tags are converted between schemes: the type of the entity is what has to be known.
        string Meant(string label) => kind.Form == AnswerForm.Tags && label is [_, '-', .. var type] ? type : label;

        bool IsNumberOf(string label) =>
            int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < trained.Count;
    }

    /// <summary>What to do with a teacher that was trained for other labels.</summary>
    /// <param name="data">The data.</param>
    /// <param name="teacher">The teacher's folder.</param>
    /// <param name="mayBeSame">Whether the labels may be the same under other names: the teacher has as many or more.</param>
    internal static string Cure(string data, string teacher, bool mayBeSame) =>
        "The teacher was trained for other labels and has to be trained for these first: textbrewer init --data "
            + $"{CommandArgument.Of(data)} --model {CommandArgument.Of(teacher)} writes a recipe for that."
            + (mayBeSame ? " Are they the same labels under other names, write the "
                + "recipe by hand: \"label_names\" of a data file gives labels the teacher's names (docs/recipe.md)." : "");
}
