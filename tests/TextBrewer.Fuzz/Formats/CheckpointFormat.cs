using TextBrewer.Fuzz.Cases;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Runs;
using TextBrewer.Testing;
using TextBrewer.Training;

namespace TextBrewer.Fuzz.Formats;

/// <summary>The newest checkpoint of a short run.</summary>
internal sealed class CheckpointFormat : Format
{
    internal override string Name => "checkpoint";

    internal override string File => "checkpoints/gs1/state.json";

    internal override IReadOnlyList<string> Words => ["format", "step", "steps", "epoch", "examples", "precision", "F32", "data_offsets"];

    internal override IReadOnlyList<Seed> Seeds()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"]), new RunHost());
        Seed run = Seed.OfFolder(folder["run"]);
        return [new Seed("distilled", run.Files
            .Where(file => file.Key.StartsWith("checkpoints", StringComparison.Ordinal) || file.Key == Config)
            .ToDictionary())];
    }

    internal override bool IsDamaged(string file) => file != Config;

    internal override byte[] Mutate(string file, byte[] bytes, Random random) => file.EndsWith(".json", StringComparison.Ordinal)
        ? Mutations.Json(bytes, random, Words)
        : Mutations.Bytes(bytes, random, Words);

    internal override void Read(string folder)
    {
        if (Checkpoint.Newest(folder) is not { } newest) return;
        using SequenceClassifier model = new(EncoderConfig.FromFile(Path.Combine(folder, Config)), 0);
        Checkpoint.LoadModel(newest, model);
    }

    private static string Config => Path.Combine("student", "config.json");
}
