using System.Text.Json;
using System.Text.Json.Nodes;

namespace TextBrewer.Benchmarks.Methods;

/// <summary>Sample recipes as the ground on which methods are compared.</summary>
internal static class SampleRecipe
{
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip };

    /// <summary>
    /// What a sample recipe says of data, tokenizer, teacher, the student's shape, epochs and batch. How to distil and where a student
    /// starts is for a method to say; a student of random weights stays one, and keeps the learning rate that it takes.
    /// </summary>
    /// <param name="name">The file's name in <c>samples/recipes</c>.</param>
    internal static JsonObject WithoutMethod(string name)
    {
        string file = Places.Recipe(name), folder = Path.GetDirectoryName(file)!;
        JsonObject sample = JsonNode.Parse(File.ReadAllText(file), documentOptions: Options)!.AsObject();
        JsonObject train = Part("data")["train"]!.AsObject(), student = Part("student"), trained = Part("training");
        train["path"] = Path.GetFullPath(train["path"]!.GetValue<string>(), folder);
        bool isRandom = student["initialize"]!.GetValue<string>() == "random";
        if (!isRandom) student.Remove("initialize");
        JsonObject training = new()
        {
            ["num_epochs"] = trained["num_epochs"]!.DeepClone(),
            ["batch_size"] = trained["batch_size"]!.DeepClone(),
            ["precision"] = "auto",
            // The last checkpoint is what is judged: none is chosen, least of all by the files that judge.
            ["keep_checkpoints"] = 1,
        };
        if (isRandom) training["learning_rate"] = trained["learning_rate"]!.DeepClone();
        return new JsonObject
        {
            ["task"] = sample["task"]!.DeepClone(),
            // All of it is learned from: nothing is chosen by a part that is kept apart.
            ["data"] = new JsonObject { ["train"] = train.DeepClone(), ["dev_share"] = 0 },
            ["tokenizer"] = sample["tokenizer"]?.DeepClone() ?? new JsonObject(),
            ["teacher"] = Path.GetFullPath(Part("teacher")["model"]!.GetValue<string>(), folder),
            ["student"] = student.DeepClone(),
            ["training"] = training,
            ["export"] = new JsonObject { ["onnx"] = false, ["int8"] = false },
        };

        JsonObject Part(string key) => sample[key]!.AsObject();
    }
}
