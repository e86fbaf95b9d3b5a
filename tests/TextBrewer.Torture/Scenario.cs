using System.Text.Json.Nodes;

namespace TextBrewer.Torture;

/// <summary>A run that is killed: a recipe in a folder of its own.</summary>
/// <param name="Name">For a person.</param>
/// <param name="Change">What it changes of the recipe that all start from.</param>
/// <param name="Arguments">Further arguments of <c>distill</c>.</param>
internal sealed record Scenario(string Name, Action<JsonObject> Change, params string[] Arguments)
{
    /// <summary>One of each kind of run that a resume has to get right.</summary>
    internal static IReadOnlyList<Scenario> All { get; } =
    [
        new("plain, with int8", recipe => recipe.Remove("export")),
        new("stages", recipe =>
        {
            Set(recipe, "training.num_epochs", 3);
            recipe["stages"] = JsonNode.Parse("""
                [
                  { "name": "hidden", "distillation": { "kd_loss_weight": 0, "hard_label_weight": 0 } },
                  { "name": "logits", "student": { "config": { "num_hidden_layers": 1 } }, "training": { "ckpt_frequency": 3 } },
                  { "name": "labels", "student": "stage:hidden", "distillation": { "hard_label_weight": 1 } }
                ]
                """);
        }),
        new("baseline and ablations", recipe => Set(recipe, "training.num_epochs", 4), "--baseline", "--ablation"),
        new("accumulation, in steps", recipe =>
        {
            Set(recipe, "training.gradient_accumulation_steps", 3);
            Set(recipe, "training.num_steps", 40);
            Set(recipe, "training.ckpt_steps", 7);
        }),
        new("a budget of tokens, extra texts", recipe =>
        {
            Set(recipe, "training.max_tokens", 24);
            Set(recipe, "data.extra", new JsonArray(new JsonObject { ["path"] = "extra.tsv", ["labelled"] = false }));
        }),
        new("evaluations every other step, early stopping, an average of the weights, rates by layer", recipe =>
        {
            Set(recipe, "training.ema_decay", 0.9);
            Set(recipe, "training.layer_learning_rate_decay", 0.8);
            Set(recipe, "training.eval_steps", 2);
            Set(recipe, "training.early_stopping_patience", 30);
            Set(recipe, "training.keep_checkpoints", 1);
        }),
        new("two teachers, both stored", recipe =>
        {
            recipe.Remove("teacher");
            recipe["teachers"] = new JsonArray(
                new JsonObject { ["model"] = "teacher" },
                new JsonObject { ["model"] = "teacher", ["weight"] = 0.5 });
            // What a store reads back is rounded: only an exact one gives the same bytes wherever the run was stopped.
            recipe["teacher_store"] = new JsonObject { ["folder"] = "store", ["precision"] = "exact" };
            Set(recipe, "distillation.intermediate_matches", new JsonArray());
        }),
        new("two tasks", recipe =>
        {
            JsonObject task = new()
            {
                ["task"] = "classification",
                ["data"] = recipe["data"]!.DeepClone(),
                ["tokenizer"] = recipe["tokenizer"]!.DeepClone(),
                ["teacher"] = recipe["teacher"]!.DeepClone(),
            };
            recipe["tasks"] = new JsonObject { ["first"] = task.DeepClone(), ["second"] = task };
            foreach (string key in (string[])["data", "tokenizer", "teacher", "task"]) recipe.Remove(key);
            Set(recipe, "training.num_steps", 40);
            Set(recipe, "training.ckpt_steps", 9);
        }),
        new("earth mover's distance, gradient checkpointing", recipe =>
        {
            Set(recipe, "distillation.emd", new JsonObject { ["update_weights"] = true });
            Set(recipe, "distillation.intermediate_matches", new JsonArray());
            Set(recipe, "training.gradient_checkpointing", true);
        }),
        new("bf16", recipe => Set(recipe, "training.precision", "bf16")),
    ];

    private static void Set(JsonObject recipe, string path, JsonNode value)
    {
        string[] keys = path.Split('.');
        JsonObject at = recipe;
        foreach (string key in keys[..^1]) at = (JsonObject)(at[key] ??= new JsonObject());
        at[keys[^1]] = value;
    }
}
