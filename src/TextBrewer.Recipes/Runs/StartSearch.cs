using System.Globalization;
using TextBrewer.Data;
using TextBrewer.Models.Heads;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// Finds the layers of its teacher that a student had best begin with: each way to choose them is trained for a few steps, on the same
/// batches, and judged by the run's own loss of answers on training texts that no trial sees. With several tasks by the first.
/// </summary>
/// <param name="context">The run, whose recipe asks for it.</param>
/// <param name="settings">How long it may take.</param>
internal sealed class StartSearch(RunContext context, LayerSearch settings)
{
    // Enough that candidates far apart are told apart, and few enough that the trials cost little beside the run.
    private const int MostKept = 512;
    private const int Share = 10;

    /// <summary>Searches.</summary>
    /// <returns>The teacher's layer for each of the student's; null: it starts at random, since none fits.</returns>
    /// <exception cref="ConfigurationException">No candidate has a loss that is a number.</exception>
    internal IReadOnlyList<int>? Find()
    {
        (string Name, IReadOnlyList<int>? Layers)[] candidates = Candidates();
        if (candidates is [(InitialLayers.Random, _)])
        {
            context.Messages.Say("$.student.initialize: the student starts at random, because no teacher of the same architecture has "
                + "layers that it could begin with: as wide and as many as its own.");
            return null;
        }
        if (candidates is [var only])
        {
            context.Messages.Say($"$.student.initialize: there is no choice but {Describe(only.Name, only.Layers)}.");
            return only.Layers;
        }
        if (Kept() is not { } kept)
        {
            context.Messages.Say($"$.student.initialize: {InitialLayers.First} is taken; a search trains on one part of the training "
                + "texts and looks at another, and there are not two different ones.");
            return InitialLayers.Find(InitialLayers.First)!(context.FirstTeacher!.Config.NumHiddenLayers, candidates[0].Layers!.Count);
        }
        int steps = settings.StepsOf(RunSteps());
        List<(string Name, IReadOnlyList<int>? Layers, double Loss)> tried = [];
        foreach ((string name, IReadOnlyList<int>? layers) in candidates)
        {
            using TrainedModel model = context.Build(context.Recipe.WithStart(layers).Student!);
            using StartTrial trial = new(context, model);
            trial.Train(steps, kept, $"trying {name}");
            tried.Add((name, layers, trial.Loss(kept)));
        }
        (string Name, IReadOnlyList<int>? Layers, double Loss)[] sound = [.. tried.Where(one => double.IsFinite(one.Loss))];
        if (sound.Length == 0) throw new ConfigurationException(FormattableString.Invariant(
            $"$.student.initialize is search, and after {steps} steps no candidate has a loss that is a number: set ")
                + "$.training.learning_rate lower, or name the layers.");
        (string Name, IReadOnlyList<int>? Layers, double Loss) best = sound.MinBy(one => one.Loss);
        IEnumerable<string> losses = tried.Select(one => string.Create(
            CultureInfo.InvariantCulture,
            $"{one.Loss:G5} from {Describe(one.Name, one.Layers)}"));
        context.Messages.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"$.student.initialize: {best.Name} is taken; after {steps} steps the loss on {kept.Texts.Count} training texts that "
                + $"no trial saw was {string.Join(", ", losses)}."));
        return best.Layers;
    }

    /// <summary>The ways to choose the layers, those apart that come to the same; null: none of them.</summary>
    private (string Name, IReadOnlyList<int>? Layers)[] Candidates()
    {
        using TrainedModel model = context.Build(context.Recipe.WithStart(InitialLayers.Random).Student!);
        TaskModel student = model.Heads[0];
        (string, IReadOnlyList<int>?) random = (InitialLayers.Random, null);
        if (!context.CanStartFromTeacher(student)) return [random];
        (int many, int few) = (context.FirstTeacher!.Config.NumHiddenLayers, student.Config.NumHiddenLayers);
        IEnumerable<(string Name, IReadOnlyList<int>? Layers)> named = InitialLayers.All
            .Select(one => (one.Name, Layers: (IReadOnlyList<int>?)one.Of(many, few)))
            .DistinctBy(one => string.Join(' ', one.Layers!));
        // Of layers that are cut too little may remain.
        return context.FirstTeacher.Config.HiddenSize == student.Config.HiddenSize ? [.. named] : [.. named, random];
    }

    private long RunSteps()
    {
        TaskContext task = context.Tasks[0];
        IBatchSource<TextBatch> source = task.Batches(context, labelledOnly: !context.Distils);
        RecipeTraining training = context.Recipe.Training;
        return RunPlan.Of(context.Training, epoch => source.Epoch(epoch).Count, training.NumEpochs, training.NumSteps).Steps;
    }

    /// <summary>What no trial trains on; null: nothing would be left.</summary>
    private KeptTexts? Kept()
    {
        TaskContext task = context.Tasks[0];
        IReadOnlyList<EncodedText> all = context.Distils ? task.Labelled : task.Labelled.Labelled();
        KeptTexts kept = new(Spread.Of(all, Math.Clamp(all.Count / Share, 1, MostKept)));
        return all.Any(text => !kept.Contains(text)) ? kept : null;
    }

    private static string Describe(string name, IReadOnlyList<int>? layers) =>
        layers is null ? name : $"{name} ({string.Join(", ", layers)})";
}
