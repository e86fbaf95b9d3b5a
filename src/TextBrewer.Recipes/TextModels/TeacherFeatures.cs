using TextBrewer.Naming;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.TextModels;

/// <summary>
/// Matches look inside their teacher, which has to be a folder for that: a file gives logits alone. An encoder without the task's head has
/// no logits.
/// </summary>
internal static class TeacherFeatures
{
    /// <param name="recipe">The teachers of a task.</param>
    /// <param name="teachers">The same, loaded.</param>
    /// <param name="distillation">What is distilled in the task.</param>
    /// <param name="path">The task's place in the recipe.</param>
    /// <param name="distillationPath">The distillation's.</param>
    /// <exception cref="ConfigurationException">
    /// Logits are read of a teacher that has none; or a match, or the emd, looks into a teacher that is a file.
    /// </exception>
    internal static void Check(
        IReadOnlyList<RecipeTeacher> recipe,
        IReadOnlyList<ITextModel> teachers,
        RecipeDistillation distillation,
        string path,
        string distillationPath)
    {
        if (distillation.KdLossWeight > 0 && teachers.Index().FirstOrDefault(t => !t.Item.HasLogits) is { Item: not null } without)
            throw new ConfigurationException($"{path}.{Name(without.Index)} is '{recipe[without.Index].Path}', whose weights have no head "
                + "for this task: it has hidden states and attention to compare with, and no logits. Set "
                + $"{distillationPath}.kd_loss_weight to 0 and name {distillationPath}.intermediate_matches, or name a teacher "
                + "with that head.");
        foreach ((string key, int place) in Wanted(distillation).Where(match => match.Teacher < teachers.Count))
        {
            if (teachers[place] is EncoderTextModel) continue;
            throw new ConfigurationException($"{path}.{Name(place)} is '{Path.GetFileName(recipe[place].Path)}', a file that gives logits "
                + $"alone, and {distillationPath}.{key} compares what is inside the teacher. Name the Hugging Face folder that the file "
                + $"was made of, or leave {key} out.");
        }

        string Name(int place) => teachers.Count == 1 ? "teacher" : FormattableString.Invariant($"teachers[{place}]");
    }

    /// <summary>Whether a match, or the emd, looks into a teacher.</summary>
    internal static bool AreWantedOf(int teacher, RecipeDistillation distillation) =>
        Wanted(distillation).Any(match => match.Teacher == teacher);

    // The depths do not matter here: which teacher a match looks into is known without them.
    private static IEnumerable<(string Key, int Teacher)> Wanted(RecipeDistillation distillation)
    {
        IEnumerable<(string Key, int Teacher)> wanted = distillation.IntermediateMatches.Resolve(2, 2)
            .Select(match => ("intermediate_matches", match.Teacher));
        return distillation.Emd is { } emd ? wanted.Append(("emd", emd.Teacher)) : wanted;
    }
}
