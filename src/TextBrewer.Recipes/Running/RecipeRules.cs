using System.Text.Json.Nodes;
using TextBrewer.Configuration;
using TextBrewer.Models.Bert;

namespace TextBrewer.Recipes.Running;

/// <summary>What a recipe must keep to beyond its keys.</summary>
internal static class RecipeRules
{
    internal static IEnumerable<string> Problems(Recipe recipe)
    {
        if (recipe.Task != "classification") yield return $"$.task is '{recipe.Task}'; what can be run is classification.";
        if (recipe.Labels is { Count: < 2 }) yield return $"$.labels has {recipe.Labels.Count} entries; a classification needs two or more.";
        if (recipe.Model is null && (recipe.Teacher is null || recipe.Student is null)) yield return "There is neither $.model (for train) nor both $.teacher and $.student (for distill).";
        if (recipe.Teacher is { Folder: null }) yield return "$.teacher.model is missing: name the teacher's folder.";
        RecipeTraining training = recipe.Training;
        if (training.BatchSize < 1) yield return $"$.training.batch_size is {training.BatchSize}; it must be at least 1.";
        if (!(training.LearningRate > 0)) yield return $"$.training.learning_rate is {training.LearningRate:R}; it must be above 0.";
        if (training.Optimizer != "adamw") yield return $"$.training.optimizer is '{training.Optimizer}'; what can be used is adamw.";
        if (training.Schedule is not ("linear" or "cosine" or "constant")) yield return $"$.training.schedule is '{training.Schedule}'; use linear, cosine or constant.";
        if (training.NumSteps is null && training.NumEpochs < 1) yield return $"$.training.num_epochs is {training.NumEpochs}; it must be at least 1.";
        if (!(training.Warmup >= 0)) yield return $"$.training.warmup is {training.Warmup:R}; it must be a share below 1 or a number of steps.";
        foreach (string problem in TrainingProblems(training)) yield return problem;
        foreach (string problem in recipe.Distillation.Problems()) yield return "$.distillation" + problem[1..];
        foreach ((string name, RecipeModel? model) in new[] { ("student", recipe.Student), ("model", recipe.Model) })
        {
            if (model is null) continue;
            if (new object?[] { model.Folder, model.Preset, model.Config }.Count(x => x is not null) != 1) yield return $"$.{name} needs exactly one of model, preset and config.";
            if (model.Preset is { } preset && !StudentShapes.Names.Contains(preset)) yield return $"$.{name}.preset: there is no student '{preset}'. Did you mean '{Nearest.To(preset, StudentShapes.Names)}'? Known: {string.Join(", ", StudentShapes.Names)}.";
            if (model.Initialize is JsonValue value && value.TryGetValue(out string? how) && how is not ("random" or "every_kth" or "first")) yield return $"$.{name}.initialize is '{how}'; use random, every_kth, first, or a list of teacher layers.";
        }
    }

    private static IEnumerable<string> TrainingProblems(RecipeTraining training)
    {
        try
        {
            return training.TrainingConfig.Problems().Select(problem => "$.training" + problem[1..]);
        }
        catch (ConfigurationException problem)
        {
            return [problem.Message.Replace("At $.", "At $.training.", StringComparison.Ordinal)];
        }
    }
}
