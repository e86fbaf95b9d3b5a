using System.Globalization;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Files;

namespace TextBrewer.Recipes.Runs;

/// <summary>The card of the model that a run is for, in its folder; with several tasks each of their folders has its own.</summary>
internal static class RunCard
{
    internal static void Write(RunContext context, RunResult result)
    {
        string output = context.Training.OutputDir;
        RunFacts? run = RunFacts.Load(output);
        foreach ((TaskContext task, (_, RecipeTask recipe)) in context.Tasks.Zip(context.Recipe.AllTasks()))
        {
            string folder = Path.Combine(RunFolder.Model(context), task.Name);
            Architecture architecture = Architecture.Of(EncoderConfig.FromFile(Path.Combine(folder, ModelFiles.Config)));
            new ModelCard
            {
                Name = task.Name.Length == 0 ? Last(output) : $"{Last(output)}-{task.Name}",
                Task = task.Kind.Name,
                Labels = task.Task.Settings.Labels,
                Facts = [.. Facts(run, task.Name, recipe.Data)],
                Bases = run is null ? [] : BaseModels.Of(run, task.Name),
                Dev = recipe.Data.Dev is { Items: [var only] } ? Last(only.Value.Path) : null,
                Results = [.. Versions(result)],
                Recipe = context.Recipe.Json(),
                HasWeights = architecture.IsKnownToTransformers,
            }.Save(folder);
        }
    }

    private static IEnumerable<(string What, string Value)> Facts(RunFacts? run, string task, RecipeData data)
    {
        if (run is null) yield break;
        if (run.Method is { } method) yield return ("method", $"{method.Name}: {method.Meaning}");
        yield return ("model", Shape(run.Trained) + (run.Trained.Path is { } start ? $", from {Last(start)}"
            : run.Trained.Start is { } how ? $", begun with {how} weights" : ""));
        foreach (ModelFacts teacher in run.Teachers.Where(one => one.Task is null || one.Task == task))
            yield return ("teacher", string.Join(", ", new[] { teacher.Path is { } path ? Last(path) : "", Shape(teacher) }
                .Where(part => part.Length > 0)));
        TaskFacts counts = run.Tasks.First(one => (one.Name ?? "") == task);
        string[] files =
        [
            .. data.Train is { } train ? [Last(train.Path)] : (string[])[], .. data.Extra.Select(table => Last(table.Path)),
            .. data.Raw.Select(raw => Last(raw.Path)),
        ];
        string inputs = (counts.Train + counts.Extra + counts.Raw).ToString("N0", CultureInfo.InvariantCulture);
        yield return ("data", $"{string.Join(", ", files)}: {inputs} inputs");
        if (run.Software.TryGetValue("TextBrewer", out string? version)) yield return ("TextBrewer", version);
    }

    private static string Shape(ModelFacts model) => model.Architecture is null
        ? ""
        : FormattableString.Invariant($"{model.Architecture}, {model.Layers} layers of {model.Width}");

    private static IEnumerable<(string, ModelResult)> Versions(RunResult result) =>
        from version in new (string Name, ModelResult? Result)[]
        {
            ("this model", result.Student ?? result.Model), ("onnx/model.onnx", result.StudentOnnxFp32),
            ("onnx/model_int8.onnx", result.StudentOnnxInt8), ("teacher", result.Teacher), ("without a teacher", result.Baseline),
        }
        where version.Result is not null
        select (version.Name, version.Result);

    private static string Last(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
}
