using TextBrewer.Recipes.Format;
using TextBrewer.Schedules;

namespace TextBrewer.Recipes.Checking;

/// <summary>Training by replacing: one teacher and its student, labels alone, and nothing beside it that would have no effect.</summary>
internal static class ReplacingRules
{
    internal static IEnumerable<string> Problems(Recipe recipe)
    {
        if (recipe.Replacing is not { } replacing) yield break;
        if (ReplacementSchedules.Names.Problem(replacing.Probability) is { } problem) yield return $"$.replacing.probability: {problem}";
        if (recipe.Model is not null)
            yield return "$.replacing puts a student's layers in the place of its teacher's, and a recipe for train ($.model) has neither: "
                + "leave it out, or name $.teacher and $.student.";
        if (recipe.Tasks is not null)
            yield return "$.replacing is for one task, whose teacher gives the student its head, and $.tasks stands beside it: make a "
                + "recipe for each task.";
        if (recipe.Teachers is { Count: > 1 } teachers)
            yield return $"$.replacing takes the layers of one teacher, and $.teachers names {teachers.Count}: name one.";
        if (recipe.AllTeachers().Any(teacher => teacher.Engine != RecipeTeacher.Torch))
            yield return "$.replacing runs the teacher's layers among the student's, in torch, and the teacher's engine is another: leave "
                + "engine out.";
        if (recipe.Tasks is null && recipe.Distillation != KdLossDefault.Fill(recipe with { Distillation = new() }, []).Distillation)
            yield return "$.distillation compares a student with its teacher, and $.replacing trains on labels alone: leave one of the two "
                + "out; for both, make two recipes, the second beginning with the first one's student.";
        if (recipe.TeacherStore is not null)
            yield return "$.teacher_store keeps what a teacher says, and $.replacing asks it nothing: leave it out.";
        if (recipe.Ablation)
            yield return "$.ablation leaves out one loss term after the other, and $.replacing has one alone: leave it out.";
        for (int i = 0; i < recipe.Data?.Extra.Count; i++)
            if (!recipe.Data.Extra[i].Labelled)
                yield return $"$.data.extra[{i}] has no labels, and $.replacing trains on labels alone: leave it out.";
    }
}
