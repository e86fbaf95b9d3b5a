using System.Text.Json.Nodes;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Answering;
using TextBrewer.Schedules;

namespace TextBrewer.Recipes.Checking;

/// <summary>What a recipe must keep to beyond its keys.</summary>
internal static class RecipeRules
{
    internal static IEnumerable<string> Problems(Recipe recipe) =>
    [
        .. Shape(recipe),
        .. recipe.Tasks is null && recipe.Data is null
            ? []
            : recipe.AllTasks().SelectMany(task => Task(task.Task, task.Name.Length == 0 ? "$" : $"$.tasks.{task.Name}")),
        .. Training(recipe.Training),
        .. Distillation(recipe),
        .. Model(recipe.Student, "student"),
        .. Model(recipe.Model, "model"),
        .. Export(recipe.Export),
    ];

    private static IEnumerable<string> Shape(Recipe recipe)
    {
        if (recipe.Model is not null && (recipe.Student is not null || recipe.AllTeachers().Any()))
            yield return "$.model stands beside a teacher or a student; a recipe is for train ($.model) or for distill ($.teacher and "
                + "$.student): make two of it.";
        if (recipe.Tasks is { Count: 0 }) yield return "$.tasks is empty; name at least one task.";
        if (recipe.Tasks is not null)
        {
            if (recipe.Data is not null || recipe.Teacher is not null || recipe.Teachers is not null || recipe.Labels is not null
                || recipe.Tokenizer != new RecipeTokenizer())
                yield return "$.tasks stands in place of $.data, $.labels, $.teacher, $.teachers and $.tokenizer; move them into the "
                    + "tasks.";
            if (recipe.Student is null) yield return "$.student is missing: several tasks are distilled into one student.";
            if (recipe.Training
                .NumSteps is null) yield return "$.training.num_steps is missing: several tasks are trained for a number of steps.";
            foreach ((string name, RecipeTask task) in recipe.Tasks)
                if (task.AllTeachers().Count == 0) yield return $"$.tasks.{name}.teacher is missing: every task needs one.";
            yield break;
        }
        if (recipe.Data is null) yield return "$.data is missing: name at least $.data.train.";
        if (recipe.Model is null && (recipe.Teacher is null && recipe.Teachers is null
            || recipe.Student is null)) yield return "There is neither $.model (for train) nor both $.teacher and $.student (for distill).";
    }

    private static IEnumerable<string> Task(RecipeTask task, string path)
    {
        if (TaskKinds.Find(
            task.Task) is not { } kind) yield return $"{path}.task: there is no task '{task.Task}'. Did you mean "
                + $"'{Nearest.To(task.Task, TaskKinds.All.Select(k => k.Name))}'? Known: "
                + $"{string.Join(", ", TaskKinds.All.Select(k => k.Name))}.";
        else if (task.Labels is not null
            && kind.Labels is null) yield return $"{path}.labels: a {kind.Name} task has none; leave them out.";
        else if (path != "$" && !kind.SharesEncoder) yield return $"{path}.task is {kind.Name}; tasks that share a student are "
            + $"{string.Join(", ", TaskKinds.All.Where(k => k.SharesEncoder).Select(k => k.Name))}.";
        if (task.Labels?.GroupBy(label => label, StringComparer.Ordinal).FirstOrDefault(
            g => g.Count() > 1) is { } twice) yield return $"{path}.labels names '{twice.Key}' twice; each label needs a name of its own.";
        if (task.Labels is { Count: < 2 }) yield return $"{path}.labels has {task.Labels.Count} entries; two are the least.";
        foreach (string problem in Tokenizer(task.Tokenizer, $"{path}.tokenizer")) yield return problem;
        foreach (RecipeTable table in (IEnumerable<RecipeTable>)[task.Data.Train, .. task.Data.Dev?.Items.Select(d => d.Value)
            ?? [], .. task.Data.Extra])
        {
            if (TaskKinds.Find(
                task.Task) is { HasColumns: false } && (table.Where is not null || table.LabelNames is not null)) yield return $"{path}.data: "
                    + $"where and label_names are for tables, and a {task.Task} task reads none; leave them out.";
            if (table.Limit < 1) yield return $"{path}.data: limit is {table.Limit}; it must be at least 1.";
            if (table.Scorer is { } scorer && !AnswerScorers.Names.Contains(
                scorer)) yield return $"{path}.data: there is no scorer '{scorer}'; known: {string.Join(", ", AnswerScorers.Names)}.";
        }
        if (task.Teacher is not null
            && task.Teachers is not null) yield return $"{path} has both teacher and teachers; put all of them into teachers.";
        if (task.Teachers is { Count: 0 }) yield return $"{path}.teachers is empty; name at least one.";
        if (task.AllTeachers()
            .Any(teacher => teacher.Path is null)) yield return $"{path}.teacher.model is missing: name the teacher's folder or file.";
        if (task.AllTeachers().Any(
            teacher => !(teacher.Weight > 0)
                || double.IsInfinity(teacher.Weight))) yield return $"{path}.teachers: a weight must be above 0.";
    }

    internal static IEnumerable<string> Tokenizer(RecipeTokenizer tokenizer, string path)
    {
        if (tokenizer.Stride < 0) yield return $"{path}.stride is {tokenizer.Stride}; it must be 0 or more tokens.";
        if (tokenizer.MaxQuestionLength
            < 1) yield return $"{path}.max_question_length is {tokenizer.MaxQuestionLength}; it must be at least 1 token.";
        if (tokenizer
            .MaxAnswerLength < 1) yield return $"{path}.max_answer_length is {tokenizer.MaxAnswerLength}; it must be at least 1 token.";
    }

    private static IEnumerable<string> Distillation(Recipe recipe)
    {
        foreach (string problem in recipe.Distillation.Problems()) yield return "$.distillation" + problem[1..];
        if (recipe.Distillation.KdTokens is not (RecipeDistillation.All or RecipeDistillation
            .Labelled)) yield return $"$.distillation.kd_tokens is '{recipe.Distillation.KdTokens}'; use all or labelled.";
        IEnumerable<string> kinds = recipe.Tasks?.Values.Select(task => task.Task) ?? [recipe.Task];
        string loss = recipe.Distillation.KdLossType.Name;
        // The differences between labels alone would be learned, and where a label begins to hold would stay open.
        if (recipe.Student is not null && kinds.Contains("multi_label") && loss is "ce" or "kl" or "reverse_kl" or "jsd" or "dkd"
            && recipe.Distillation.KdLossWeight > 0)
            yield return $"$.distillation.kd_loss_type is {loss}, which compares classes of which one holds; in a multi_label task each "
                + "label holds or not: use bce or mse.";
        // A softmax over one value is always 1: nothing would be learned, and nothing said.
        if (recipe.Student is not null && kinds.Contains("regression") && loss != "mse" && recipe.Distillation.KdLossWeight > 0)
            yield return $"$.distillation.kd_loss_type is {loss}, which compares classes; a regression has one value: use mse.";
    }

    private static IEnumerable<string> Training(RecipeTraining training)
    {
        if (training.BatchSize < 1) yield return $"$.training.batch_size is {training.BatchSize}; it must be at least 1.";
        if (!(training.LearningRate > 0)) yield return FormattableString.Invariant(
            $"$.training.learning_rate is {training.LearningRate:R}; it must be above 0.");
        if (!(training.WeightDecay >= 0)) yield return FormattableString.Invariant(
            $"$.training.weight_decay is {training.WeightDecay:R}; it must be 0 or more.");
        if (OptimizerNames.Table.Problem(training.Optimizer) is { } optimizer) yield return $"$.training.optimizer: {optimizer}";
        if (LearningRateSchedules.Names.Problem(training.Schedule) is { } schedule) yield return $"$.training.schedule: {schedule}";
        if (training.NumSteps is null
            && training.NumEpochs < 1) yield return $"$.training.num_epochs is {training.NumEpochs}; it must be at least 1.";
        if (training.NumSteps < 1) yield return $"$.training.num_steps is {training.NumSteps}; it must be at least 1.";
        if (!(training.Warmup >= 0)) yield return FormattableString.Invariant(
            $"$.training.warmup is {training.Warmup:R}; it must be a share below 1 or a number of steps.");
        if (!double.IsFinite(training.Tau)) yield return FormattableString.Invariant(
            $"$.training.tau is {training.Tau:R}; it must be a number: 0 draws tasks evenly, 1 by size.");
        foreach (string problem in TrainingConfigProblems(training)) yield return problem;
    }

    private static IEnumerable<string> Model(RecipeModel? model, string name)
    {
        if (model is null) yield break;
        if (new object?[] { model.Folder, model.Preset, model.Config }.Count(
            x => x is not null) != 1) yield return $"$.{name} needs exactly one of model, preset and config.";
        if (model.Preset is { } preset && !StudentShapes.Names.Contains(
            preset)) yield return $"$.{name}.preset: there is no student '{preset}'. Did you mean "
                + $"'{Nearest.To(preset, StudentShapes.Names)}'? Known: {string.Join(", ", StudentShapes.Names)}.";
        if (model.Initialize is not (null or JsonArray) && !(model.Initialize is JsonValue any && any.GetValueKind() == System.Text.Json.JsonValueKind.String)) yield return $"$.{name}.initialize "
            + $"is {model.Initialize.ToJsonString()}; use random, every_kth, first, or a list of teacher layers.";
        if (model.Initialize is not null && model.Folder is not null) yield return $"$.{name}.initialize stands beside a folder, whose "
            + "weights the model starts from; leave one of the two out.";
        if (model.Initialize is JsonValue value && value.TryGetValue(
            out string? how) && how is not ("random" or "every_kth" or "first")) yield return $"$.{name}.initialize is '{how}'; use "
                + "random, every_kth, first, or a list of teacher layers.";
    }

    private static IEnumerable<string> Export(RecipeExport? export)
    {
        if (export is { MaxMetricLoss: not >= 0 }) yield return FormattableString.Invariant(
            $"$.export.max_metric_loss is {export.MaxMetricLoss:R}; it must be 0 or more: 0.01 is a point.");
    }

    private static IEnumerable<string> TrainingConfigProblems(RecipeTraining training)
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
