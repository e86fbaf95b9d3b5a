using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Recipes.Checking;

namespace TextBrewer.Benchmarks.Methods;

/// <summary>A line of the comparison: a method, and what differs from it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Method">The method.</param>
/// <param name="Start">The teacher's layers that the student starts from; null: the method's.</param>
/// <param name="ReadsRaw">Whether it learns from other texts too.</param>
/// <param name="Learnt">How many pieces of its own the student learns; null: it has its teacher's words.</param>
/// <param name="IsForRandomStarts">Whether it says nothing new but of a set whose students begin at random elsewhere.</param>
/// <param name="Changes">What else of the method is otherwise, as JSON; null: nothing.</param>
internal sealed record MethodEntry(
    string Name,
    string Method,
    string? Start = null,
    bool ReadsRaw = false,
    int? Learnt = null,
    bool IsForRandomStarts = false,
    string? Changes = null)
{
    // The teachers here have no masked-LM head: of DistilBERT's general stage its masked words and hidden states are left.
    private const string WithoutMaskedWordsOfTeacher = """{ "stages": { "general": { "distillation": { "kd_loss_weight": 0 } } } }""";

    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Every line; where a student starts is worth as much as a loss, so some stand there with either start.</summary>
    internal static IReadOnlyList<MethodEntry> All { get; } =
    [
        new("hard", "hard"),
        new("hard, first layers", "hard", "first"),
        new("textbrewer", "textbrewer"),
        new("textbrewer, first layers", "textbrewer", "first"),
        new("textbrewer, first layers, 8,000 pieces of its own", "textbrewer", "first", Learnt: 8000),
        new("pkd", "pkd"),
        new("theseus", "theseus"),
        new("distilbert", "distilbert", ReadsRaw: true, Changes: WithoutMaskedWordsOfTeacher),
        new("tinybert", "tinybert", ReadsRaw: true),
        new("minilm", "minilm", ReadsRaw: true),
        new("best", "best", ReadsRaw: true),
        new("best, first layers", "best", "first", ReadsRaw: true, IsForRandomStarts: true),
        new("best, 8,000 pieces of its own", "best", ReadsRaw: true, Learnt: 8000),
    ];

    /// <summary>The recipe on a data set.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="raw">The file of other texts.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="output">The run's folder.</param>
    internal JsonObject On(MethodSet set, string raw, int seed, string output)
    {
        JsonObject recipe = set.Recipe(), training = recipe["training"]!.AsObject();
        string task = recipe["task"]!.GetValue<string>();
        JsonObject method = JsonNode.Parse(RecipeMethods.Text(Method, task), documentOptions: Options)!.AsObject();
        recipe["method"] = Method;
        (training["seed"], training["output_dir"]) = (seed, output);
        // Several stages have their own epochs; a method with a budget of its own has the batches and epochs that go with it.
        if (method.ContainsKey("stages")) training.Remove("num_epochs");
        if (method["training"]?["max_tokens"] is not null)
        {
            training.Remove("max_tokens");
            training.Remove("batch_size");
            training.Remove("num_epochs");
        }
        if (Start is not null)
        {
            recipe["student"]!["initialize"] = Start;
            training.Remove("learning_rate"); // where the sample has one, it is for random weights
        }
        if (Learnt is int pieces) recipe["student"]!["vocabulary"] = new JsonObject { ["learn"] = pieces };
        if (ReadsRaw) recipe["data"]!["raw"] = new JsonArray(raw);
        return Changes is null ? recipe : RecipeMerge.Of(recipe, JsonNode.Parse(Changes)!.AsObject());
    }
}
