using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Results;
using TextBrewer.Torch.Files;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// A recipe of stages, each a run in a folder of its own: what is finished is taken as it is, what was stopped goes on, the rest begins.
/// The last stage is a run in the run's folder.
/// </summary>
internal sealed class StagedRun
{
    private readonly Recipe _recipe;
    private readonly IReadOnlyList<RecipeStage> _stages;
    private readonly StageFolders _folders;
    private readonly Func<Recipe, RunHost, bool, RunResult> _run;
    private readonly RunHost _host;

    /// <param name="recipe">The recipe.</param>
    /// <param name="run">Runs a recipe as one training, begun or anew.</param>
    /// <param name="host">Who looks on.</param>
    internal StagedRun(Recipe recipe, Func<Recipe, RunHost, bool, RunResult> run, RunHost host)
    {
        (_recipe, _stages, _run, _host) = (recipe, recipe.Stages!, run, host);
        _folders = new StageFolders(recipe.Training.OutputDir, _stages);
    }

    private bool Writes => _host.Collective.Rank == 0;

    /// <summary>Does what is left to do.</summary>
    /// <param name="resume">Whether the run's folder may hold a beginning of it.</param>
    internal RunResult Run(bool resume)
    {
        string root = _recipe.Training.OutputDir, text = Path.Combine(root, RunFileNames.Recipe);
        _host.Refuse(resume || !IsBegun() ? null
            : $"'{root}' already holds a run: go on with it by 'textbrewer resume', or choose another training.output_dir.");
        // Whoever resumes finds the whole recipe, however early the run was stopped.
        if (Writes) Directory.CreateDirectory(root);
        if (Writes && !resume) DurableFile.WriteText(text, _recipe.ToJson());
        try
        {
            return Stages();
        }
        catch when (Writes && !resume && !IsBegun())
        {
            File.Delete(text);
            string folder = Path.Combine(root, RecipeStage.Folder);
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
            throw;
        }
    }

    private RunResult Stages()
    {
        List<StageResult> done = [];
        foreach (RecipeStage stage in _stages.SkipLast(1))
        {
            string folder = _folders.Of(stage);
            _host.Say($"Stage {done.Count + 1} of {_stages.Count}: {stage.Name}.");
            RunResult result = Finished(folder) ?? One(stage.Recipe with
            {
                Training = stage.Recipe.Training with { OutputDir = folder },
            }, _host with { Progress = title => _host.Progress($"{stage.Name}: {title}") });
            if (result.Status != "completed") return Ended(result, done);
            done.Add(new StageResult(stage.Name, stage.Recipe.Task, (result.Model ?? result.Student)?.Dev, result.Steps, result.Seconds));
        }
        if (_stages.Count > 1) _host.Say($"Stage {_stages.Count} of {_stages.Count}: {_stages[^1].Name}.");
        return One(_recipe, _host with { Before = done.Count > 0 ? done : null });
    }

    /// <summary>The result of a stage that is finished; a kill may have come before its report, which is the last that it writes.</summary>
    private RunResult? Finished(string folder)
    {
        if (RunResult.Load(folder) is not { Status: "completed" } finished) return null;
        if (Writes && !RunReport.IsWritten(folder)) RecipeRun.WriteReport(folder, _host);
        return finished;
    }

    /// <summary>What the run came to, when a stage before the last did not come to its end.</summary>
    private RunResult Ended(RunResult stage, List<StageResult> done)
    {
        RunResult result = new()
        {
            Method = stage.Method,
            Status = stage.Status,
            Steps = stage.Steps,
            Seconds = stage.Seconds,
            Seed = stage.Seed,
            Warnings = stage.Warnings,
            Stages = done.Count > 0 ? done : null,
        };
        if (Writes) RunFolder.Save(_recipe.Training.OutputDir, result);
        return result;
    }

    private RunResult One(Recipe recipe, RunHost host)
    {
        string folder = recipe.Training.OutputDir;
        bool isBegun = Checkpoint.All(folder).Count > 0;
        // What was chosen when a stage began, like the engine of its teacher, stands in the recipe there; the last one's is the run's own.
        if (isBegun && recipe.Stages is null)
            recipe = RecipeFile.Read(Path.Combine(folder, RunFileNames.Recipe), [$"training.output_dir={folder}"], _folders.Names);
        return _run(_folders.Resolve(recipe), host with { Stages = _folders }, isBegun);
    }

    private bool IsBegun() => _stages.Any(stage => Checkpoint.All(_folders.Of(stage)).Count > 0);
}
