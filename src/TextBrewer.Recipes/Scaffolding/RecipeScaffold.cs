using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Naming;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Text.Files;
using TextBrewer.Text.Tasks;

namespace TextBrewer.Recipes.Scaffolding;

/// <summary>A first recipe with comments, made by a look at the data and the teacher: to be checked, run and changed.</summary>
public static class RecipeScaffold
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the recipe.</summary>
    /// <param name="settings">What it is made of.</param>
    /// <returns>What was seen, a sentence each.</returns>
    /// <exception cref="ConfigurationException">Data and teacher do not go together, or a recipe is there already.</exception>
    public static IReadOnlyList<string> Write(ScaffoldSettings settings)
    {
        if (File.Exists(settings.Output) && !settings.Force)
            throw new ConfigurationException($"'{settings.Output}' is there already: name another --output, or give --force.");
        string folder = NamedModel.Check(settings.Teacher);
        EncoderConfig config = EncoderConfig.FromFile(Path.Combine(folder, ModelFiles.Config));
        TaskKind kind = TaskFile.Load(folder) is { } saved ? TaskKinds.Get(saved.Task) : TaskKinds.Of(config);
        foreach (string file in new[] { settings.Data, settings.Dev }.OfType<string>())
            if (!File.Exists(file)) throw new FileNotFoundException($"There is no data file '{file}'.", file);
        List<string> seen = [$"The teacher is a {kind.Name} model of {config.NumHiddenLayers} layers ({kind.Meaning})."];
        IReadOnlyList<(string Key, string Value, string Why)> keys = Keys(settings.Data, kind, config, seen);
        string? directory = Path.GetDirectoryName(Path.GetFullPath(settings.Output));
        Directory.CreateDirectory(directory!);
        File.WriteAllText(settings.Output, Text(settings, kind, config, keys, directory!));
        seen.Add($"{settings.Output} is written.");
        return seen;
    }

    /// <summary>What the data file needs said about it.</summary>
    private static List<(string Key, string Value, string Why)> Keys(
        string path,
        TaskKind kind,
        EncoderConfig config,
        List<string> seen)
    {
        List<(string, string, string)> keys = [];
        // Tagged words, questions and choices have their columns by themselves.
        if (!kind.DataKeys.Contains("pair")) return keys;
        IReadOnlyList<string> labels = kind.Labels is null ? [] : config.Labels;
        TableSample sample = TableSample.Of(path);
        ColumnGuess guess = ColumnGuess.Of(sample, kind, labels, path);
        if (sample.Delimiter is { } delimiter) keys.Add(("delimiter", Json(delimiter), "what stands between its columns"));
        if (sample.Encoding is { } encoding) keys.Add(("encoding", Json(encoding), "it is not UTF-8"));
        if (guess.Header is { } header) keys.Add(("header", Json(header), "its first row is an example"));
        keys.Add(("text", Json(guess.Text), "the column of the text"));
        if (guess.Pair is { } pair) keys.Add(("pair", Json(pair), "the column of the second text"));
        keys.Add(("label", Json(guess.Label), "the column of the label"));
        if (guess.LabelNames.Count > 0) keys.Add(("label_names", Json(guess.LabelNames), "as the teacher writes them"));
        string second = guess.Pair is null ? "" : $", the second text in '{guess.Pair}'";
        seen.Add($"{Path.GetFileName(path)}: the text is in '{guess.Text}'{second}, the label in '{guess.Label}'.");
        return keys;
    }

    private static string Text(
        ScaffoldSettings settings,
        TaskKind kind,
        EncoderConfig config,
        IReadOnlyList<(string Key, string Value, string Why)> keys,
        string directory)
    {
        string name = Path.GetFileName(settings.Output);
        int layers = Math.Max(1, config.NumHiddenLayers / 2);
        StringBuilder text = new();
        text.Append(string.Create(CultureInfo.InvariantCulture, $$"""
            // Written by textbrewer init. Look at it with: textbrewer check {{name}}
            // Run it with: textbrewer distill {{name}} --baseline
            // Every key stands in docs/recipe.md; textbrewer schema prints what editors complete recipes by.
            {
              "format": 1,
              "task": "{{kind.Name}}", // {{kind.Meaning}}
              "data": {

            """).ReplaceLineEndings("\n"));
        text.Append(Data(settings, kind, keys, directory));
        text.Append(string.Create(CultureInfo.InvariantCulture, $$"""

              },
              "teacher": {{Json(Relative(settings.Teacher, directory))}},
              // Half as deep as the teacher and as wide, so that it starts from the teacher's own layers; presets lists other shapes.
              "student": { "config": { "num_hidden_layers": {{layers}} } },
              // How it learns: presets lists the methods, presets --expand {{Method(kind)}} prints what this one stands for.
              "method": "{{Method(kind)}}",
              "training": {
                "output_dir": {{Json("runs/" + Path.GetFileNameWithoutExtension(settings.Data))}}, // beside this recipe
                "num_epochs": 6, // passes over the data
                "seed": 0
              }
            }

            """).ReplaceLineEndings("\n"));
        return text.ToString();
    }

    private static string Method(TaskKind kind) => kind.LearnsRawText ? "textbrewer" : "best";

    private static string Data(
        ScaffoldSettings settings,
        TaskKind kind,
        IReadOnlyList<(string Key, string Value, string Why)> keys,
        string directory)
    {
        StringBuilder text = new();
        string path = Json(Relative(settings.Data, directory));
        if (kind.LearnsRawText) text.Append(CultureInfo.InvariantCulture, $"    \"raw\": [{path}]");
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"    \"train\": {{\n      \"path\": {path}{(keys.Count > 0 ? "," : "")}\n");
            foreach ((int place, (string key, string value, string why)) in keys.Index())
                text.Append(CultureInfo.InvariantCulture, $"      \"{key}\": {value}{(place < keys.Count - 1 ? "," : "")} // {why}\n");
            text.Append("    }");
        }
        if (settings.Dev is { } dev)
            text.Append(CultureInfo.InvariantCulture, $",\n    \"dev\": {{ \"path\": {Json(Relative(dev, directory))} }}");
        else if (!kind.LearnsRawText)
            text.Append("\n    // No \"dev\" is named: a tenth of the training data is kept apart, the same in every run.");
        return text.ToString();
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Readable);

    private static string Relative(string path, string directory) =>
        Path.GetRelativePath(directory, Path.GetFullPath(path)).Replace('\\', '/');
}
