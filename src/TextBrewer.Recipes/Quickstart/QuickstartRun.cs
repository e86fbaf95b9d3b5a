using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TextBrewer.Adaptors;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Files;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;
using TextBrewer.Torch.Files;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Quickstart;

/// <summary>
/// The whole way on the quickstart's corpus, by the same recipes that users write: teacher, distilled student, the same student without a
/// teacher.
/// A run that was stopped goes on where it stood.
/// </summary>
public sealed class QuickstartRun
{
    private const string Completed = "completed";

    private readonly string _output;
    private readonly int _seed;
    private readonly RunHost _host;
    private readonly CancellationToken _cancellation;

    private QuickstartRun(string output, int seed, RunHost host, CancellationToken cancellation) =>
        (_output, _seed, _host, _cancellation) = (output, seed, host, cancellation);

    /// <summary>Runs it all; the folder holds data, vocabulary, recipes, runs and <c>result.json</c> afterwards.</summary>
    /// <param name="output">A new folder, or one of an earlier quickstart with the same seed.</param>
    /// <param name="seed">Decides corpus and weights.</param>
    /// <param name="host">Who looks on.</param>
    /// <param name="cancellationToken">Saves a checkpoint, then stops.</param>
    /// <exception cref="ConfigurationException">The folder holds something else.</exception>
    public static RunResult Run(string output, int seed, RunHost host, CancellationToken cancellationToken = default)
    {
        try
        {
            return new QuickstartRun(output, seed, host, cancellationToken).Run();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Between two steps of it, or before the first one: what is finished stands in the folder.
            return new RunResult { Status = "stopped", Steps = 0, Seconds = 0, Seed = seed };
        }
    }

    private RunResult Run()
    {
        if (RunResult.Load(_output) is { } finished && SeedOf(_output) == _seed)
        {
            _host.Say($"'{_output}' holds a finished quickstart; this is its result. For a new run, name another folder with --output.");
            return finished;
        }
        long start = Stopwatch.GetTimestamp();
        Prepare();

        _cancellation.ThrowIfCancellationRequested();
        RunResult student = Part(RunFileNames.Student, "recipe.json", RecipeRun.Distill);
        if (student.Status != Completed) return student;

        List<(string Name, RunResult Result)> baselines = [];
        foreach (double rate in QuickstartRecipes.BaselineLearningRates)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"baseline-{rate:R}");
            RunResult result = Part(
                name,
                "baseline.json",
                RecipeRun.Train,
                string.Create(CultureInfo.InvariantCulture, $"training.learning_rate={rate:R}"),
                $"training.num_steps={student.Steps}",
                $"training.ckpt_steps={Math.Max(1, student.Steps / QuickstartRecipes.Evaluations)}");
            if (result.Status != Completed) return result;
            baselines.Add((name, result));
        }
        string best = baselines.MaxBy(b => b.Result.Model!.Dev!.First["accuracy"]).Name;
        RunResult summary = Summarize(best, student.Steps, Stopwatch.GetElapsedTime(start));
        RunFolder.Save(_output, summary);
        _host.Say($"Report: {RunReport.Write(_output)}");
        return summary;
    }

    /// <summary>Writes data, vocabulary and recipes.</summary>
    private void Prepare()
    {
        if (Directory.Exists(_output) && Directory.EnumerateFileSystemEntries(_output).Any() && SeedOf(_output) != _seed)
            throw new ConfigurationException(
                $"'{_output}' is not empty and does not hold a quickstart of seed {_seed}: name another folder with --output, or empty "
                    + "it.");
        QuickstartCorpus corpus = new(_seed);
        Directory.CreateDirectory(Path.Combine(_output, "data"));
        DurableFile.WriteText(
            Path.Combine(_output, RunFileNames.QuickstartSeed),
            JsonSerializer.Serialize(new { format = 1, seed = _seed }));
        WriteLabelled("train", corpus.Train);
        WriteLabelled("dev", corpus.Dev);
        WriteLabelled("test", corpus.Test);
        File.WriteAllLines(DataFile("unlabelled"), ["sentence", .. corpus.Unlabelled.Select(s => s.Text)]);

        Vocabulary vocabulary = VocabularyLearner.Learn(
            corpus.Train.Concat(corpus.Unlabelled).Select(s => s.Text),
            QuickstartRecipes.VocabularySize,
            new TokenizerOptions());
        Tokenizers.WordPiece(vocabulary, new TokenizerOptions()).SaveTo(Path.Combine(_output, "vocabulary"));
        foreach ((string name, string recipe) in new[] {
            ("recipe", QuickstartRecipes.Chain),
            ("baseline", QuickstartRecipes.Baseline) })
            File.WriteAllText(Path.Combine(_output, $"{name}.json"), recipe + "\n");
        _host.Say($"{corpus.Train.Count} labelled sentences, {corpus.Unlabelled.Count} without labels, {corpus.Dev.Count} to choose by, "
            + $"{corpus.Test.Count} to judge by; {vocabulary.Count} word pieces.");
    }

    /// <summary>Runs a recipe, goes on with it, or takes its result when it was finished before.</summary>
    private RunResult Part(string name, string recipe, Func<Recipe, RunHost, CancellationToken, RunResult> run, params string[] settings)
    {
        string folder = Path.Combine(_output, name);
        if (RunResult.Load(folder) is { Status: Completed } finished) return finished;
        if (File.Exists(Path.Combine(folder, RunFileNames.Recipe)))
            return RecipeRun.Resume(folder, _host, cancellationToken: _cancellation);
        string[] overrides = [$"training.output_dir={name}", $"training.seed={_seed}", "training.keep_checkpoints=1", .. settings];
        return run(RecipeFile.Read(Path.Combine(_output, recipe), overrides), _host, _cancellation);
    }

    /// <summary>All of them over the test sentences, which neither training nor choosing has seen.</summary>
    private RunResult Summarize(string baseline, long steps, TimeSpan elapsed)
    {
        string student = Path.Combine(_output, RunFileNames.Student), model = Path.Combine(student, RunFileNames.Student);
        string onnx = Path.Combine(model, ModelFiles.OnnxFolder);
        using LoadedModel teacher = new(Path.Combine(student, "stages", "teacher", "model"));
        SingleOrNamed<TaskData> texts = new(teacher.Read(new RecipeTable { Path = DataFile("test") }, cancellationToken: _cancellation));
        EvaluationOutputs reference = new(teacher.Model, teacher.Task, texts, cancellationToken: _cancellation);
        RunPredictions predictions = new();
        RunScores scores = new();
        Dictionary<string, double> agreement = [];
        RunResult result = new()
        {
            Teacher = Measured(VersionNames.Teacher, teacher),
            Student = MeasuredAndClosed(VersionNames.Student, new LoadedModel(model)),
            StudentOnnxFp32 = MeasuredAndClosed(VersionNames.Fp32, new LoadedModel(onnx)),
            StudentOnnxInt8 = MeasuredAndClosed(VersionNames.Int8, new LoadedModel(onnx, int8: true)),
            Baseline = MeasuredAndClosed(VersionNames.Baseline, new LoadedModel(Path.Combine(_output, baseline, "model"))),
            Parity = RunResult.Load(student)!.Parity,
            Status = Completed,
            Steps = steps,
            Seconds = Math.Round(elapsed.TotalSeconds, 3),
            Seed = _seed,
        };
        predictions.Save(_output, [("", texts)]);
        result = new VersionFloor(predictions, [("", texts)]).Mark(result);
        return scores.Complete(result) with { Agreement = agreement, AgreementOver = reference.Decided };

        ModelResult MeasuredAndClosed(string version, LoadedModel model)
        {
            using (model) return Measured(version, model);
        }

        ModelResult Measured(string version, LoadedModel model)
        {
            EvaluationOutputs outputs = model == teacher
                ? reference
                : new EvaluationOutputs(model.Model, model.Task, texts, cancellationToken: _cancellation);
            predictions.Add(version, [outputs]);
            scores.Add(version, [("", outputs)], _cancellation);
            if (model != teacher) agreement[version] = reference.Agreement(outputs).Share!.Value;
            ModelResult measured = outputs.Measure(_cancellation);
            if (model != teacher) return measured;
            OnnxLatency latency = new(teacher.Task, teacher.Kind.Outputs, texts.First.Inputs, _cancellation);
            return measured with
            {
                LatencyMs = new Dictionary<string, double>(measured.LatencyMs!)
                {
                    [ModelResult.OnnxMedian] = Math.Round(latency.Of(teacher.Model)!.Value, 3),
                },
            };
        }
    }

    private void WriteLabelled(string name, IReadOnlyList<QuickstartSentence> sentences) =>
        File.WriteAllLines(DataFile(name), ["sentence\tlabel", .. sentences.Select(s => $"{s.Text}\t{s.Label}")]);

    private string DataFile(string name) => Path.Combine(_output, "data", $"{name}.tsv");

    private static int? SeedOf(string folder)
    {
        string path = Path.Combine(folder, RunFileNames.QuickstartSeed);
        return File.Exists(path) ? JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("seed").GetInt32() : null;
    }
}
