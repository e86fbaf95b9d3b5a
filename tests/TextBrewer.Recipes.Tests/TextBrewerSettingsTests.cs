using System.Globalization;
using System.Text.Json;
using TextBrewer.Configuration;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Schedules;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests;

/// <summary>
/// The sample recipes of TextBrewer's eight data sets, and every student of its tables by one <c>--set</c>, against a table of what
/// TextBrewer's scripts and documents say, each value with the file that it stands in.
/// </summary>
public sealed class TextBrewerSettingsTests
{
    private const int TeacherLayers = 12, TeacherWidth = 768, Special = 3, Steps = 100_000;

    // Tokens of a usual question: the means of the training files (DRCD: its dev file).
    private static readonly Dictionary<string, int> Question = new() { ["cmrc2018"] = 16, ["drcd"] = 23, ["squad"] = 13 };

    private static readonly Dictionary<string, Func<Recipe, string>> Settings = new()
    {
        ["temperature"] = recipe => Text(recipe.Distillation.Temperature),
        ["kd_loss_type"] = recipe => recipe.Distillation.KdLossType.ToString(),
        ["kd_loss_weight"] = recipe => Text(recipe.Distillation.KdLossWeight),
        ["hard_label_weight"] = recipe => Text(recipe.Distillation.HardLabelWeight),
        ["hidden_mse"] = recipe => Matches(recipe, "hidden_mse"),
        ["mmd"] = recipe => Matches(recipe, "mmd"),
        ["shape"] = recipe => Shape(recipe) is { } shape
            ? $"{shape.NumHiddenLayers} {shape.HiddenSize}" + (shape.ModelType == "bigru" ? "" : $" {shape.IntermediateSize}")
            : "a folder's",
        ["start"] = Start,
        ["student"] = recipe => Path.GetFileName(recipe.Student!.Folder)!,
        ["teachers"] = recipe => Text(recipe.Teachers!.Count),
        ["model"] = recipe => Path.GetFileName(recipe.Model!.Folder)!,
        ["learning_rate"] = recipe => Text(recipe.Training.LearningRate!.Value),
        ["epochs"] = recipe => Text(recipe.Training.NumEpochs),
        ["batch"] = recipe => Text(recipe.Training.BatchSize * recipe.Training.GradientAccumulationSteps),
        ["rate at 0 %"] = recipe => Rate(recipe, 0),
        ["rate at 5 %"] = recipe => Rate(recipe, 0.05),
        ["rate at 10 %"] = recipe => Rate(recipe, 0.1),
        ["rate at 50 %"] = recipe => Rate(recipe, 0.5),
        ["rate at 55 %"] = recipe => Rate(recipe, 0.55),
        ["rate at 100 %"] = recipe => Rate(recipe, 1),
        ["optimizer"] = Optimizer,
        ["weight_decay"] = recipe => Text(recipe.Training.WeightDecay),
        ["max_grad_norm"] = recipe => Text(recipe.Training.MaxGradNorm),
        ["layer_decay"] = recipe => Text(recipe.Training.LayerLearningRateDecay ?? 1),
        ["lower_precision"] = recipe => recipe.Training.Fp16 || recipe.Training.Precision != "fp32" ? "true" : "false",
        ["length"] = recipe => Text(recipe.Tokenizer.MaxLength!.Value),
        ["lowercase"] = recipe => recipe.Tokenizer.Lowercase == false ? "false" : "as the folder says",
        ["question"] = recipe => Text(recipe.Tokenizer.MaxQuestionLength!.Value),
        ["answer"] = recipe => Text(recipe.Tokenizer.MaxAnswerLength!.Value),
        ["train"] = recipe => Files([recipe.Data!.Train!.Path]),
        ["dev"] = recipe => Files(recipe.Data!.Dev!.Items.Select(set => set.Value.Path)),
        ["extra"] = recipe => Files(recipe.Data!.Extra.Select(table => table.Labelled ? $"labelled {table.Path}" : table.Path)),
        ["raw"] = recipe => Files(recipe.Data!.Raw.Select(raw => raw.Path)),
    };

    public static TheoryData<string, string> Experiments() =>
        [.. Table().Select(setting => (setting.Recipe, setting.Set)).Distinct()];

    [Theory, MemberData(nameof(Experiments))]
    public void Recipe_has_the_settings_of_TextBrewer(string name, string set)
    {
        Recipe recipe = RecipeFile.Read(Path.Combine(Samples, $"{name}.json"), set.Length == 0 ? [] : [set]);
        string[] wrong =
        [
            .. from setting in Table()
               where setting.Recipe == name && setting.Set == set
               let found = setting.Name == "doc_stride" ? DocStride(name, recipe) : Settings[setting.Name](recipe)
               where !Agrees(setting.Value, found)
               select $"{setting.Name} is {found}; TextBrewer: {setting.Value} ({setting.Source})",
        ];
        Assert.True(wrong.Length == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public void Table_has_all_data_sets_and_each_says_how_its_student_learns()
    {
        ILookup<string, string> said = Table().Where(setting => setting.Set.Length == 0)
            .ToLookup(setting => setting.Recipe, setting => setting.Name);
        string[] sets = ["mnli", "squad", "conll2003", "xnli", "lcqmc", "cmrc2018", "drcd", "msra_ner"];
        string[] always =
        [
            "temperature", "learning_rate", "epochs", "batch", "length", "rate at 5 %", "rate at 100 %", "optimizer", "weight_decay",
            "max_grad_norm", "start", "hidden_mse", "mmd",
        ];
        string[] electra = [.. new[] { "xnli", "lcqmc", "cmrc2018", "drcd" }.Select(set => $"{set}-electra")];
        string[] recipes = [.. sets, .. electra];
        Assert.All(recipes, recipe => Assert.Empty(always.Except(said[recipe])));
        Assert.All(recipes, recipe => Assert.Contains("model", said[$"teachers/{recipe}"]));
        Assert.All(Table(), setting => Assert.NotEmpty(setting.Source));
    }

    [Fact]
    public void Readme_gives_each_set_of_the_table()
    {
        string readme = File.ReadAllText(Path.Combine(Samples, "README.md"));
        string[] missing =
        [
            .. from setting in Table()
               where setting.Set.Length > 0
               let shown = setting.Set.Contains('"', StringComparison.Ordinal) ? $"'{setting.Set}'" : setting.Set
               where !readme.Contains($"`--set {shown}`", StringComparison.Ordinal)
               select shown,
        ];
        Assert.True(missing.Length == 0, string.Join(Environment.NewLine, missing.Distinct()));
    }

    private static string Samples => Path.Combine(Golden.ProjectRoot, "samples", "recipes");

    private static IEnumerable<TextBrewerSetting> Table() =>
        from line in File.ReadLines(
            Path.Combine(Golden.ProjectRoot, "tests", "TextBrewer.Recipes.Tests", "textbrewer-settings.tsv")).Skip(1)
        let cells = line.Split('\t')
        select new TextBrewerSetting(cells[0], cells[1], cells[2], cells[3], cells[4]);

    /// <summary>A number is near, a number lies in a range, or a text is the same.</summary>
    private static bool Agrees(string expected, string found)
    {
        if (!double.TryParse(found, CultureInfo.InvariantCulture, out double value)) return expected == found;
        if (expected.Split('-') is [var low, var high] && double.TryParse(low, CultureInfo.InvariantCulture, out double least))
            return value >= least && value <= double.Parse(high, CultureInfo.InvariantCulture);
        return Math.Abs(value - double.Parse(expected, CultureInfo.InvariantCulture)) <= 1e-5;
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The layers that are compared, teacher:student.</summary>
    private static string Matches(Recipe recipe, string loss)
    {
        EncoderConfig? shape = Shape(recipe);
        MatchList list = recipe.Distillation.IntermediateMatches;
        if (list.IsEmpty) return "none";
        IntermediateMatch[] matches = [.. list.Resolve(TeacherLayers, shape?.NumHiddenLayers).Where(match => match.Loss.Name == loss)];
        Assert.All(matches, match => Assert.Equal(("hidden", 1.0), (match.Feature, match.Weight)));
        // As TextBrewer's: hidden states of another width go through a linear layer, relations do not.
        int width = shape?.HiddenSize ?? 256;
        Assert.All(matches, match => Assert.Equal(loss == "hidden_mse" && width != TeacherWidth, match.Proj is not null
            && (match.Proj.Kind != "auto" || width != TeacherWidth)));
        return string.Join(' ', matches.Select(match => $"{match.TeacherLayer.Values[0]}:{match.StudentLayer.Values[0]}"));
    }

    private static EncoderConfig? Shape(Recipe recipe) =>
        recipe.Student!.Preset is { } preset ? StudentShapes.Apply(preset, new EncoderConfig()) : null;

    private static string Start(Recipe recipe)
    {
        if (recipe.Student!.Folder is not null) return "pretrained";
        EncoderConfig shape = Shape(recipe)!;
        return recipe.Student.Initialize?.ToString() switch
        {
            "first" => "first layers",
            "auto" => (shape.HiddenSize, shape.ModelType) == (TeacherWidth, "bert") ? "first layers" : "random",
            null => "random",
            var other => other,
        };
    }

    /// <summary>The share of the learning rate after a share of the run.</summary>
    private static string Rate(Recipe recipe, double share)
    {
        LearningRateSchedule schedule = LearningRateSchedules.Names.Make(recipe.Training.Schedule)(
            recipe.Training.Warmup,
            recipe.Training.LearningRate!.Value);
        return Text(Math.Round(schedule((long)(share * Steps), Steps), 6));
    }

    private static string Optimizer(Recipe recipe)
    {
        string name = recipe.Training.Optimizer.Name;
        JsonElement[] arguments = [.. recipe.Training.Optimizer.Arguments];
        double epsilon = arguments.Length > 2 ? arguments[2].GetDouble() : name == "bert_adam" ? 1e-6 : 1e-8;
        return string.Create(CultureInfo.InvariantCulture, $"{name} {epsilon:0e-00}");
    }

    /// <summary>
    /// TextBrewer says how far windows go on, a recipe how many tokens they share: the same for a question of the usual length.
    /// </summary>
    private static string DocStride(string name, Recipe recipe) => Text(
        recipe.Tokenizer.MaxLength!.Value
            - Special
            - Question[Path.GetFileName(name).Split('-')[0]]
            - recipe.Tokenizer.Stride!.Value);

    /// <summary>Files, from the folder of the samples.</summary>
    private static string Files(IEnumerable<string> paths) => paths.ToArray() is { Length: > 0 } some
        ? string.Join(' ', some.Select(path => path.StartsWith("labelled ", StringComparison.Ordinal)
            ? path
            : Path.GetRelativePath(Samples, path).Replace('\\', '/')))
        : "none";
}
