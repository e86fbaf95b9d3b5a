using System.Globalization;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// Finds the layers of its teacher that a student had best begin with: each way to choose them is trained for a few steps, on the same
/// batches, and judged by the run's own loss on training texts that no trial sees. With several tasks by the first.
/// </summary>
/// <param name="context">The run, whose recipe asks for it.</param>
/// <param name="settings">How long it may take.</param>
internal sealed class StartSearch(RunContext context, LayerSearch settings)
{
    // Enough that candidates far apart are told apart, and few enough that the trials cost little beside the run.
    private const int MostKept = 512;
    private const int Share = 10;

    /// <summary>Searches, where the recipe wants that.</summary>
    /// <returns>The teacher's layer for each of the student's; null: the recipe leaves no choice.</returns>
    /// <exception cref="ConfigurationException">There is nothing to judge by, or no candidate has a loss that is a number.</exception>
    internal static IReadOnlyList<int>? Find(RunContext context) =>
        LayerSearch.Of(context.Recipe.Student?.Initialize) is { } settings ? new StartSearch(context, settings).Find() : null;

    private IReadOnlyList<int> Find()
    {
        (string Name, IReadOnlyList<int> Layers)[] candidates = Candidates();
        if (candidates is [var only])
        {
            context.Messages.Say($"$.student.initialize: there is no choice but {Describe(only.Name, only.Layers)}.");
            return only.Layers;
        }
        KeptTexts kept = Kept();
        List<(string Name, IReadOnlyList<int> Layers, double Loss)> tried = [];
        foreach ((string name, IReadOnlyList<int> layers) in candidates)
        {
            using TrainedModel model = context.Build(context.Recipe.WithStart(layers).Student!);
            using StartTrial trial = new(context, model);
            trial.Train(settings.Steps, kept, $"trying {name}");
            tried.Add((name, layers, trial.Loss(kept)));
        }
        (string Name, IReadOnlyList<int> Layers, double Loss)[] sound = [.. tried.Where(one => double.IsFinite(one.Loss))];
        if (sound.Length == 0) throw new ConfigurationException(FormattableString.Invariant(
            $"$.student.initialize is search, and after {settings.Steps} steps no candidate has a loss that is a number: set ")
                + "$.training.learning_rate lower, or name the layers.");
        (string Name, IReadOnlyList<int> Layers, double Loss) best = sound.MinBy(one => one.Loss);
        IEnumerable<string> losses = tried.Select(one => string.Create(
            CultureInfo.InvariantCulture,
            $"{one.Loss:G5} from {Describe(one.Name, one.Layers)}"));
        context.Messages.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"$.student.initialize: {best.Name} is taken; after {settings.Steps} steps the loss on {kept.Texts.Count} training texts that "
                + $"no trial saw was {string.Join(", ", losses)}."));
        return best.Layers;
    }

    /// <summary>The ways to choose the layers, those apart that come to the same.</summary>
    private (string Name, IReadOnlyList<int> Layers)[] Candidates()
    {
        using TrainedModel model = context.Build(context.Recipe.Student!);
        (int many, int few) = (context.FirstTeacher!.Config.NumHiddenLayers, model.Heads[0].Config.NumHiddenLayers);
        return [.. InitialLayers.All
            .Select(one => (one.Name, Layers: one.Of(many, few)))
            .DistinctBy(one => string.Join(' ', one.Layers))];
    }

    private KeptTexts Kept()
    {
        TaskContext task = context.Tasks[0];
        IReadOnlyList<EncodedText> all = context.Distils ? task.Labelled : task.Labelled.Labelled();
        KeptTexts kept = new(Spread.Of(all, Math.Clamp(all.Count / Share, 1, MostKept)));
        return all.Any(text => !kept.Contains(text))
            ? kept
            : throw new ConfigurationException("$.student.initialize is search, which trains on one part of the training texts and looks "
                + "at another, and there are not two different ones: name the layers.");
    }

    private static string Describe(string name, IReadOnlyList<int> layers) => $"{name} ({string.Join(", ", layers)})";
}
