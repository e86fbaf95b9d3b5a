using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Checking;

/// <summary>Which parts a recipe has: those for <c>train</c>, those for <c>distill</c>, one task or several.</summary>
internal static class ShapeRules
{
    internal static IEnumerable<string> Problems(Recipe recipe)
    {
        if (recipe.Model is not null && (recipe.Student is not null || recipe.AllTeachers().Any()))
            yield return "$.model stands beside a teacher or a student; a recipe is for train ($.model) or for distill ($.teacher and "
                + "$.student): make two of it.";
        if (recipe.Tasks is { Count: 0 }) yield return "$.tasks is empty; name at least one task.";
        if (recipe.Tasks is not null)
        {
            if (recipe.Data is not null || recipe.Teacher is not null || recipe.Teachers is not null || recipe.Labels is not null
                || recipe.Tokenizer != new RecipeTokenizer() || recipe.Masking is not null)
                yield return "$.tasks stands in place of $.data, $.labels, $.teacher, $.teachers, $.tokenizer and $.masking; move them "
                    + "into the tasks.";
            if (recipe.Student is null) yield return "$.student is missing: several tasks are distilled into one student.";
            if (recipe.Training
                .NumSteps is null) yield return "$.training.num_steps is missing: several tasks are trained for a number of steps.";
            foreach ((string name, RecipeTask task) in recipe.Tasks)
            {
                if (!IsName(name)) yield return $"$.tasks has a task '{name}', whose folders and weights bear its name: use letters, "
                    + "digits, - and _ alone.";
                if (task.AllTeachers().Count == 0) yield return $"$.tasks.{name}.teacher is missing: every task needs one.";
                if (recipe.Tasks.Count == 1 && task.SamplingWeight != 1) yield return $"$.tasks.{name}.sampling_weight means nothing for a "
                    + "task that is the only one; leave it out.";
            }
            foreach (IGrouping<string, string> alike in recipe.Tasks.Keys.GroupBy(name => name, StringComparer.OrdinalIgnoreCase))
                if (alike.Count() > 1) yield return $"$.tasks has {string.Join(" and ", alike.Select(name => $"'{name}'"))}, which are one "
                    + "folder on some systems: give them names that differ in more than case.";
            yield break;
        }
        if (recipe.Data is null) yield return "$.data is missing: name at least what is trained on, $.data.train (plain text: $.data.raw).";
        if (recipe.Model is null && (recipe.Teacher is null && recipe.Teachers is null
            || recipe.Student is null)) yield return "There is neither $.model (for train) nor both $.teacher and $.student (for distill).";
    }

    private static bool IsName(string name) => name.Length > 0 && name.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_');
}
