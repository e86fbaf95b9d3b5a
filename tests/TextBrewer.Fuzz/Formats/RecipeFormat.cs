using TextBrewer.Fuzz.Cases;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Testing;

namespace TextBrewer.Fuzz.Formats;

/// <summary>Recipes: read, checked, and all that they name opened.</summary>
internal sealed class RecipeFormat : Format
{
    internal override string Name => "recipe";

    internal override string File => "recipe.json";

    internal override IReadOnlyList<string> Words =>
    [
        "format", "task", "tasks", "labels", "data", "train", "dev", "extra", "teacher", "teachers", "student", "model", "config",
        "raw", "masking", "masked_lm", "initialize", "training", "distillation", "export", "teacher_store", "tokenizer", "vocabulary",
        "preset", "T4tiny", "path", "label",
        "label_names", "where", "format", "jsonl", "output_dir", "threads", "optimizer", "intermediate_matches", "temperature",
        "evenly:hidden_mse", "every_kth", "tagging", "qa", "weight", "layer_T", "layer_S", "feature", "loss", "proj", "seed", "engine",
        "sampling_weight", "limit", "augment", "by", "copies", "candidates", "replacing", "unigram", "stages", "name", "method",
    ];

    internal override bool StaysInside => false;

    internal override IReadOnlyList<Seed> Seeds()
    {
        using TemporaryFolder matches = SmallRecipe.Folder();
        return [.. SmallRecipe.Kinds.Select(Of), Seed.OfFolder(matches.Path) with { Name = "matches" }];
    }

    internal override byte[] Mutate(string file, byte[] bytes, Random random) => Mutations.Json(bytes, random, Words);

    internal override void Read(string folder)
    {
        Recipe recipe = RecipeFile.Read(Path.Combine(folder, File));
        using RunContext context = new(recipe, new RunHost());
    }

    private static Seed Of(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        return Seed.OfFolder(folder.Path) with { Name = kind };
    }
}
