using System.Text.Json.Nodes;
using TextBrewer.Recipes.Checking;

namespace TextBrewer.Benchmarks.Methods;

/// <summary>A line of the comparison: a method, and what differs from it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Method">The method.</param>
/// <param name="Start">The teacher's layers that the student starts from; null: the method's.</param>
/// <param name="ReadsRaw">Whether it learns from other texts too.</param>
internal sealed record MethodEntry(string Name, string Method, string? Start = null, bool ReadsRaw = false)
{
    /// <summary>Every line; where a student starts is worth as much as a loss, so some stand there with either start.</summary>
    internal static IReadOnlyList<MethodEntry> All { get; } =
    [
        new("hard", "hard"),
        new("hard, first layers", "hard", "first"),
        new("textbrewer", "textbrewer"),
        new("textbrewer, first layers", "textbrewer", "first"),
        new("pkd", "pkd"),
        new("theseus", "theseus"),
        new("distilbert", "distilbert", ReadsRaw: true),
        new("tinybert", "tinybert", ReadsRaw: true),
        new("minilm", "minilm", ReadsRaw: true),
        new("best", "best", ReadsRaw: true),
    ];

    /// <summary>The recipe on a data set.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="raw">The file of other texts.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="output">The run's folder.</param>
    internal JsonObject On(MethodSet set, string raw, int seed, string output)
    {
        JsonObject recipe = set.Recipe.DeepClone().AsObject();
        recipe["method"] = Method;
        JsonObject training = recipe["training"]!.AsObject();
        (training["seed"], training["output_dir"]) = (seed, output);
        // Both sides are judged by their last checkpoint: choosing on the set that judges would flatter.
        (training["load_best_model_at_end"], training["keep_checkpoints"]) = (false, 1);
        bool isOne = !RecipeMethods.Text(Method, set.Recipe["task"]!.GetValue<string>()).Contains("\"stages\"", StringComparison.Ordinal);
        if (isOne) training["num_epochs"] = set.Epochs;
        if (Start is not null) recipe["student"]!["initialize"] = Start;
        if (ReadsRaw) recipe["data"]!["raw"] = new JsonArray(raw);
        return recipe;
    }
}
