using System.Text.Json;
using TextBrewer.Adaptors;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Pretrained;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;
using TorchSharp;

namespace TextBrewer.Recipes.Tests;

/// <summary>The recipes of TextBrewer's eight tasks on real files of their shape: a small teacher from scratch, then its student.</summary>
public sealed class SampleRecipeTests
{
    private const string Small = """
        {
          "config": {
            "num_hidden_layers": 2,
            "hidden_size": 24,
            "num_attention_heads": 2,
            "intermediate_size": 32,
            "max_position_embeddings": 512
          }
        }
        """;

    private static readonly string[] ForStudents = ["data.extra", "stages"];

    [Theory]
    [InlineData("mnli", "rte/train.tsv", "rte/dev.tsv", "vocab-en", "accuracy", "data.train.label=label", """
        data.dev={
          "matched": { "path":"rte/dev.tsv", "limit": 20 },
          "mismatched": {
            "path":"mrpc/test.tsv", "limit": 20,
            "text": "#1 String", "pair": "#2 String", "label": "Quality",
            "label_names": { "0": "not_entailment", "1": "entailment" }
          }
        }
        """)]
    [InlineData(
        "xnli",
        "ocnli/train_few_all.json",
        "ocnli/test_public.json",
        "vocab-zh",
        "accuracy",
        "data.train={\"path\":\"ocnli/train_few_all.json\",\"text\":\"sentence1\",\"pair\":\"sentence2\",\"label\":\"label\",\"limit\":40}",
        "data.dev={\"path\":\"ocnli/test_public.json\",\"limit\":20,\"where\":{\"genre\":\"phone\"}}")]
    [InlineData(
        "lcqmc",
        "bustm/train_few_all.json",
        "bustm/test_public.json",
        "vocab-zh",
        "accuracy",
        "data.train={\"path\":\"bustm/train_few_all.json\",\"text\":\"sentence1\",\"pair\":\"sentence2\",\"label\":\"label\",\"limit\":40}",
        "data.dev={\"path\":\"bustm/test_public.json\",\"limit\":20}")]
    [InlineData("squad", "squad/v1.1-train38.json", "squad/v1.1-dev10.json", "vocab-en", "f1")]
    [InlineData(
        "cmrc2018",
        "cmrc2018/train.json",
        "cmrc2018/dev.json",
        "vocab-zh",
        "f1",
        "data.extra=[{\"path\":\"drcd/DRCD_dev.json\",\"labelled\":false,\"limit\":5}]")]
    [InlineData(
        "drcd",
        "drcd/DRCD_dev.json",
        "drcd/DRCD_dev.json",
        "vocab-zh",
        "f1",
        "data.extra=[{\"path\":\"cmrc2018/trial.json\",\"labelled\":false,\"limit\":5}]")]
    [InlineData("conll2003", "wnut17/wnut17train.conll", "wnut17/emerging.dev.conll", "vocab-en", "f1")]
    // As the rows of TextBrewer's tables with further texts are run: one stage, which says all that differs.
    [InlineData(
        "conll2003",
        "wikigold/wikigold.conll.txt",
        "wikigold/wikigold.conll.txt",
        "vocab-en",
        "f1",
        "stages=[{\"name\":\"T3-DA\",\"data\":{\"raw\":[{\"path\":\"README.md\",\"limit\":5}]}}]")]
    [InlineData("drcd-electra", "drcd/DRCD_dev.json", "drcd/DRCD_dev.json", "vocab-zh", "f1", "data.extra=[]")]
    [InlineData("msra_ner", "msra_ner/val.txt", "msra_ner/test.txt", "vocab-zh", "f1")]
    public void Recipe_trains_a_teacher_and_distils_it_on_files_of_its_shape(
        string name,
        string train,
        string dev,
        string vocabulary,
        string metric,
        params string[] settings)
    {
        string data = Golden.Shared("data");
        using TemporaryFolder output = new();
        string samples = Path.Combine(Golden.ProjectRoot, "samples", "recipes");
        // Settings that replace a whole table come last: --set takes them in their order.
        string[] shared =
        [
            .. settings.Any(s => s.StartsWith("data.train={", StringComparison.Ordinal))
                ? Array.Empty<string>()
                : [$"data.train.path={train}", "data.train.limit=40"],
            .. settings.Any(s => s.StartsWith("data.dev={", StringComparison.Ordinal))
                ? Array.Empty<string>()
                : [$$"""data.dev={"path":"{{dev}}","limit":20}"""],
            .. settings,
            "training.num_steps=2", "training.batch_size=8", "training.keep_checkpoints=1",
        ];
        string Resolved(string setting) => setting
            .Replace("path=", $"path={data}/", StringComparison.Ordinal)
            .Replace("\"path\":\"", $"\"path\":\"{data}/", StringComparison.Ordinal);

        Recipe teacherRecipe = RecipeFile.Read(Path.Combine(samples, "teachers", $"{name}.json"),
        [
            .. shared.Where(s => !ForStudents.Any(key => s.StartsWith(key, StringComparison.Ordinal))).Select(Resolved),
            $"model={Small}",
            $"tokenizer.vocabulary={Path.Combine(data, vocabulary)}",
            $"training.output_dir={output["teacher"]}",
        ]);
        RunResult teacher = RecipeRun.Train(teacherRecipe, new RunHost());
        Assert.Equal("completed", teacher.Status);

        Recipe recipe = RecipeFile.Read(Path.Combine(samples, $"{name}.json"),
        [
            .. shared.Select(Resolved),
            $"teacher.model={output["teacher", "model"]}",
            """student={ "config": { "num_hidden_layers": 1 }, "initialize": "every_kth" }""",
            "distillation.intermediate_matches=evenly:hidden_mse+evenly:mmd",
            $"training.output_dir={output["student"]}",
        ]);
        RunResult student = RecipeRun.Distill(recipe, new RunHost());
        Assert.Equal("completed", student.Status);
        Assert.All(student.Student!.Dev!.Items, set => Assert.Equal(metric, set.Value.Keys.First()));
        Assert.Equal(teacher.Model!.Dev!.First, student.Teacher!.Dev!.First);
        using LoadedModel folder = new(output["student", "student"]);
        Assert.Equal(recipe.Task, folder.Kind.Name);
    }

    [Fact]
    public void Electra_recipe_starts_its_student_from_a_pretrained_encoder_without_a_head()
    {
        using TemporaryFolder files = new();
        // As many entries as the small ELECTRA has.
        string[] letters = [.. Enumerable.Range('a', 26).Select(letter => $"{(char)letter}")];
        Directory.CreateDirectory(files["vocabulary"]);
        File.WriteAllLines(
            files["vocabulary", "vocab.txt"],
            ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. letters, .. letters.Select(letter => $"##{letter}"), ".", ",", "!"]);
        File.WriteAllLines(
            files["train.txt"],
            letters.SelectMany((letter, i) => new[] { $"{letter}\tB-PER", $"{letters[25 - i]}\tI-PER", ".\tO", "" }));
        string[] shared =
        [
            $"data.train.path={files["train.txt"]}", $"data.dev.path={files["train.txt"]}",
            $"tokenizer.vocabulary={files["vocabulary"]}", "tokenizer.max_length=20",
            "training.num_steps=2", "training.batch_size=8",
        ];
        string samples = Path.Combine(Golden.ProjectRoot, "samples", "recipes");
        const string Teacher = """
            {
              "config": {
                "model_type": "electra", "num_hidden_layers": 3, "hidden_size": 24, "num_attention_heads": 4, "intermediate_size": 40,
                "embedding_size": 24, "max_position_embeddings": 20
              }
            }
            """;
        RecipeRun.Train(
            RecipeFile.Read(
                Path.Combine(samples, "teachers", "msra_ner.json"),
                [.. shared, $"model={Teacher}", $"training.output_dir={files["teacher"]}"]),
            new RunHost());

        RunResult run = RecipeRun.Distill(
            RecipeFile.Read(
                Path.Combine(samples, "msra_ner.json"),
                [
                    .. shared, $"teacher.model={files["teacher", "model"]}", $"student.model={Golden.Path("models/electra")}",
                    "distillation.intermediate_matches=evenly:hidden_mse+evenly:mmd", $"training.output_dir={files["student"]}",
                ]),
            new RunHost());

        Assert.Equal("completed", run.Status);
        using Encoder before = PretrainedFolder.LoadEncoder(Golden.Path("models/electra")).Model;
        using Encoder after = PretrainedFolder.LoadEncoder(files["student", "student"]).Model;
        // Two small steps from where it began: weights of somebody else's would be a hundred times as far.
        Assert.All(
            before.named_parameters().Zip(after.named_parameters()),
            pair => Assert.True(pair.First.name == pair.Second.name
                && (pair.First.parameter - pair.Second.parameter).abs().max().item<float>() < 5e-4f));
    }

    public static TheoryData<string> Recipes() =>
        [.. Directory.GetFiles(Path.Combine(Golden.ProjectRoot, "samples", "recipes"), "*.json", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Golden.ProjectRoot, path))];

    [Theory, MemberData(nameof(Recipes))]
    public void Recipe_is_read_without_a_problem(string path)
    {
        string file = Path.Combine(Golden.ProjectRoot, path);
        JsonDocumentOptions withComments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        using JsonDocument written = JsonDocument.Parse(File.ReadAllBytes(file), withComments);
        JsonElement training = written.RootElement.GetProperty("training");
        string task = written.RootElement.TryGetProperty("task", out JsonElement named) ? named.GetString()! : "classification";

        Recipe recipe = RecipeFile.Read(file);

        Assert.Equal((task, training.GetProperty("learning_rate").GetDouble()), (recipe.Task, recipe.Training.LearningRate));
        JsonElement[] tasks = written.RootElement.TryGetProperty("tasks", out JsonElement several)
            ? [.. several.EnumerateObject().Select(one => one.Value)]
            : [written.RootElement];
        foreach ((JsonElement one, RecipeTask read) in tasks.Zip(recipe.AllTasks().Select(known => known.Task)))
        {
            string data = one.GetProperty("data").TryGetProperty("train", out JsonElement train)
                ? train.GetProperty("path").GetString()!
                : one.GetProperty("data").GetProperty("raw")[0].GetString()!;
            Assert.EndsWith(
                Path.GetFileName(data),
                TaskKinds.Get(read.Task).TrainingFiles(read.Data)[0].Table.Path,
                StringComparison.Ordinal);
        }
    }
}
