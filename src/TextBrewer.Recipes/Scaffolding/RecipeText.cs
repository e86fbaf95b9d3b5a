using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TextBrewer.Models.Architectures;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Tasks;

namespace TextBrewer.Recipes.Scaffolding;

/// <summary>The text of a first recipe, with comments.</summary>
internal static class RecipeText
{
    // Of fewer examples a large encoder needs more passes, else it makes too few steps to learn anything (Mosbach et al., 2021).
    private const int Few = 2000;

    // Narrower encoders learn at a larger rate (Electra-small, the small BERTs).
    private const int Narrow = 512;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a draft down.</summary>
    /// <param name="settings">What it is made of.</param>
    /// <param name="draft">What it says.</param>
    /// <param name="directory">The recipe's folder, from which paths go.</param>
    internal static string Of(ScaffoldSettings settings, ScaffoldDraft draft, string directory)
    {
        string name = CommandArgument.Of(Path.GetFileName(settings.Output));
        string run = settings.Model is null ? $"textbrewer distill {name} --baseline" : $"textbrewer train {name}";
        return Lines($$"""
            // Written by textbrewer init. Look at it with: textbrewer check {{name}}
            // Run it with: {{run}}
            // Every key stands in docs/recipe.md; textbrewer schema prints what editors complete recipes by.
            {
              "format": 1,
              "task": "{{draft.Kind.Name}}", // {{draft.Kind.Meaning}}
              "data": {

            """)
            + Data(settings, draft, directory)
            + "\n  },\n"
            + (settings.Teacher is { } teacher
                ? Distilled(Relative(teacher, directory), draft)
                : Trained(Relative(settings.Model!, directory), draft))
            + (settings.Model is null ? Distilling(settings) : Training(settings, draft))
            + "}\n";
    }

    private static string Data(ScaffoldSettings settings, ScaffoldDraft draft, string directory)
    {
        StringBuilder text = new();
        string path = Json(Relative(settings.Data, directory));
        if (draft.Kind.LearnsRawText) text.Append(CultureInfo.InvariantCulture, $"    \"raw\": [{path}]");
        else
        {
            (string Key, string Value, string Why)[] keys = [.. Keys(draft.Train)];
            text.Append(CultureInfo.InvariantCulture, $"    \"train\": {{\n      \"path\": {path}{(keys.Length > 0 ? "," : "")}\n");
            foreach ((int place, (string key, string value, string why)) in keys.Index())
                text.Append(CultureInfo.InvariantCulture, $"      \"{key}\": {value}{(place < keys.Length - 1 ? "," : "")} // {why}\n");
            text.Append("    }");
        }
        if (settings.Dev is { } dev)
            text.Append(CultureInfo.InvariantCulture, $",\n    \"dev\": {{ \"path\": {Json(Relative(dev, directory))} }}");
        else if (!draft.Kind.LearnsRawText)
            text.Append(CultureInfo.InvariantCulture, $"\n    // No \"dev\" is named: {draft.DevSet()}");
        return text.ToString();
    }

    /// <summary>What has to be said about the training file.</summary>
    private static IEnumerable<(string Key, string Value, string Why)> Keys(RecipeTable train)
    {
        if (train.Delimiter is { } delimiter) yield return ("delimiter", Json(delimiter), "what stands between its columns");
        if (train.Encoding is { } encoding) yield return ("encoding", Json(encoding), "it is not UTF-8");
        if (train.Header is { } header) yield return ("header", Json(header), "its first row is an example");
        if (train.Text is { } text) yield return ("text", Json(text), "the column of the text");
        if (train.Pair is { } pair) yield return ("pair", Json(pair), "the column of the second text");
        if (train.Label is { } label) yield return ("label", Json(label), "the column of the label");
        if (train.LabelNames is { } names) yield return ("label_names", Json(names), "as the teacher writes them");
    }

    private static string Trained(string model, ScaffoldDraft draft)
    {
        int positions = draft.Config.Positions;
        string length = positions >= draft.Kind.DefaultLength ? ""
            : FormattableString.Invariant($"  \"tokenizer\": {{ \"max_length\": {positions} }}, // the model has no more positions\n");
        return $"{length}  \"model\": {Json(model)}, // a head for other labels is replaced by a random one\n";
    }

    private static string Distilled(string teacher, ScaffoldDraft draft)
    {
        string method = draft.Kind.LearnsRawText ? "textbrewer" : "best";
        return Lines($$"""
              "teacher": {{Json(teacher)}},
              // Half as deep as the teacher and as wide, so that it starts from the teacher's own layers; presets lists other shapes.
              "student": { "config": { "num_hidden_layers": {{Math.Max(1, draft.Config.NumHiddenLayers / 2)}} } },
              // How it learns: presets lists the methods, presets --expand {{method}} prints what this one stands for.
              "method": "{{method}}",

            """);
    }

    private static string Distilling(ScaffoldSettings settings) => Lines($$"""
          "training": {
            "output_dir": {{Json(settings.Run)}}, // beside this recipe
            "num_epochs": 6, // passes over the data
            "seed": 0
          }

        """);

    /// <summary>Fine-tuning as the samples have it.</summary>
    private static string Training(ScaffoldSettings settings, ScaffoldDraft draft)
    {
        bool isFew = draft.Examples < Few;
        string rate = draft.Config.HiddenSize < Narrow ? "1e-4" : draft.Kind.Form is AnswerForm.Tags ? "5e-5"
            : draft.Kind.Form is AnswerForm.Passage ? "3e-5" : "2e-5";
        return Lines($$"""
              "training": {
                "output_dir": {{Json(settings.Run)}}, // beside this recipe; the teacher will be its folder 'model'
                "num_epochs": {{(isFew ? 10 : 3)}}, // passes over the data{{(isFew ? ": few examples need more of them" : "")}}
                "batch_size": {{(isFew ? 16 : 32)}},
                "learning_rate": {{rate}}, // 1e-5 to 5e-5 for encoders of BERT-base's width, more for narrow ones
                "weight_decay": 0.01,
                "warmup": 0.1, // the share of the steps in which the learning rate grows
                "schedule": "linear",
                "keep_checkpoints": 1,
                "seed": 0
              }

            """);
    }

    private static string Lines(string text) => text.ReplaceLineEndings("\n");

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Readable);

    private static string Relative(string path, string directory) =>
        Path.GetRelativePath(directory, Path.GetFullPath(path)).Replace('\\', '/');
}
