using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Runs;

/// <summary>A stage of a recipe that has not run, to be looked at before the stages that lead to it.</summary>
internal static class StageBeginning
{
    /// <summary>
    /// What a stage does as a recipe without stages: in place of a model that an earlier stage will make stands what that stage begins
    /// with, which has the same shape.
    /// </summary>
    /// <param name="recipe">The recipe, whose last stage it is itself.</param>
    /// <param name="stage">One of its stages.</param>
    internal static Recipe Of(Recipe recipe, RecipeStage stage)
    {
        IReadOnlyList<RecipeStage> stages = recipe.Stages!;
        Recipe own = (stage == stages[^1] ? recipe : stage.Recipe) with { Stages = null };
        return own with { Student = Beginning(own.Student, stages), Model = Beginning(own.Model, stages) };
    }

    /// <summary>The stages that have to run before a recipe's teachers and vocabularies are there.</summary>
    internal static IEnumerable<string> Awaited(Recipe recipe) =>
        from task in recipe.AllTasks()
        from path in task.Task.AllTeachers().SelectMany(teacher => (string?[])[teacher.Path, teacher.Tokenizer])
            .Append(task.Task.Tokenizer.Vocabulary)
            .Append((recipe.Student ?? recipe.Model)?.Tokenizer)
        select RecipeStage.Of(path) into stage
        where stage is not null
        select stage;

    private static RecipeModel? Beginning(RecipeModel? model, IReadOnlyList<RecipeStage> stages)
    {
        while (RecipeStage.Of(model?.Folder) is { } name)
        {
            Recipe made = stages.First(stage => stage.Name == name).Recipe;
            model = made.Student ?? made.Model;
        }
        return model;
    }
}
