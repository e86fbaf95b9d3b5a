using System.Globalization;
using System.Text.Json;
using Parquet.Schema;
using Parquet.Serialization;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>Teachers whose answers were made elsewhere.</summary>
public sealed class GivenAnswersTests
{
    private const string Kd = """distillation={"kd_loss_type":"mse","kd_tokens":"labelled","temperature":1,"intermediate_matches":[]}""";

    [Theory]
    [InlineData("classification")]
    [InlineData("multi_label")]
    [InlineData("regression")]
    [InlineData("multiple_choice")]
    [InlineData("tagging")]
    public void Answers_of_a_model_teach_what_the_model_teaches(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        Recipe own = Read(folder, Kd, "tokenizer.vocabulary=teacher");
        File.WriteAllLines(folder["answers.jsonl"], Answers(folder, kind, own.Data!.Train!));
        string labels = kind is "regression" or "multiple_choice" ? "training.seed=0" : $"labels={Labels(folder, kind)}";
        Recipe given = Read(folder, Kd, "teacher=answers.jsonl", "tokenizer.vocabulary=teacher", "student={\"model\":\"teacher\"}", labels);
        Recipe same = Read(folder, Kd, "student={\"model\":\"teacher\"}");
        Assert.InRange(Loss(given), 0, 1e-9); // the student is the model that answered
        Assert.Equal(Loss(same), Loss(given), 1e-9);
        RunResult result = RecipeRun.Distill(
            Read(folder, Kd, "teacher=answers.jsonl", "tokenizer.vocabulary=teacher", "student.initialize=random", labels),
            new RunHost());
        Assert.Equal("completed", result.Status);
        Assert.NotNull(result.Teacher); // every dev example has an answer
    }

    [Fact]
    public void Answers_are_found_by_name_and_what_has_none_is_left_out_and_counted()
    {
        using TemporaryFolder folder = SmallRecipe.Folder("id\tsentence\tlabel\na\tgood\tLABEL_1\nb\tbad\tLABEL_0\nc\tgood bad\tLABEL_0\n");
        File.WriteAllLines(folder["answers.jsonl"],
        [
            """{"id":"a","probabilities":{"LABEL_0":0.25,"LABEL_1":0.75}}""",
            """{"id":"c","label":"LABEL_0"}""",
            """{"id":"d","label":"LABEL_0"}""",
        ]);
        string[] settings =
        [
            "teacher=answers.jsonl", "tokenizer.vocabulary=teacher", "student.initialize=random", "data.train.id=id",
            "distillation={\"temperature\":1}", "labels=[\"LABEL_0\",\"LABEL_1\"]",
        ];
        List<string> said = [];
        RunResult result = RecipeRun.Distill(Read(folder, settings), new RunHost { Say = said.Add });
        Assert.Equal((2, "completed"), (result.Steps, result.Status));
        Assert.Contains(said, line => line.Contains("1 with an id that no text of the data has", StringComparison.Ordinal));
        Assert.Contains(said, line => line.Contains("1 left out, which a teacher has not answered", StringComparison.Ordinal));
        Assert.Null(result.Teacher); // one of the dev examples has no answer

        // Without the column's name nothing is found.
        Recipe nameless = Read(folder, [.. settings.Where(setting => !setting.StartsWith("data", StringComparison.Ordinal))]);
        Assert.Contains("data.train.id", Error(nameless), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parquet_and_lines_of_json_teach_the_same()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllLines(folder["answers.jsonl"],
        [
            """{"text":"good","probabilities":[0.25,0.75]}""",
            """{"text":"bad","probabilities":[0.5,0.5]}""",
        ]);
        ParquetSchema schema = new(new DataField<string>("text"), new ListField("probabilities", new DataField<double>("element")));
        await using (FileStream file = File.Create(folder["answers.parquet"]))
            await ParquetSerializer.SerializeUntypedAsync(
            [
                new Dictionary<string, object?> { ["text"] = "good", ["probabilities"] = new List<double> { 0.25, 0.75 } },
                new Dictionary<string, object?> { ["text"] = "bad", ["probabilities"] = new List<double> { 0.5, 0.5 } },
            ], schema, file, cancellationToken: TestContext.Current.CancellationToken);
        double[] losses = [.. new[] { "answers.jsonl", "answers.parquet" }.Select(answers => Loss(Read(
            folder,
            $"teacher={answers}",
            "tokenizer.vocabulary=teacher",
            "student.initialize=random",
            "labels=[\"LABEL_0\",\"LABEL_1\"]",
            "distillation={\"temperature\":1}")))];
        Assert.Equal(losses[0], losses[1]);
    }

    [Fact]
    public void Answers_to_a_question_are_told_where_they_stand_in_the_window_that_holds_them()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("qa");
        File.WriteAllText(
            folder["answers.jsonl"],
            """{"id":"1","answers":[{"text":"bad good","start":5,"probability":0.75},{"text":"good","probability":0.25}]}""" + "\n");
        RunResult result = RecipeRun.Distill(
            Read(
                folder,
                "teacher=answers.jsonl",
                "tokenizer.vocabulary=teacher",
                "student.initialize=random",
                "distillation={\"temperature\":1}"),
            new RunHost());
        Assert.Equal("completed", result.Status);
    }

    [Theory]
    [InlineData("""{"text":"good","label":"LABEL_7"}""", "line 1 names the label 'LABEL_7'")]
    [InlineData("""{"text":"good","probabilities":[0.5]}""", "line 1 has 1 values, and there are 2 labels")]
    [InlineData("""{"text":"good"}""", "line 1 has no probabilities, logits or label")]
    [InlineData("""{"label":"LABEL_1"}""", "line 1 has no text")]
    [InlineData("""{"text":"good","probabilities":""", "line 1: this is no answer")]
    [InlineData("""{"text":"fine","label":"LABEL_1"}""", "None of the 2 texts")]
    [InlineData("", "has no answer")]
    public void Answers_that_are_none_are_said_with_their_line(string line, string sentence)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(folder["answers.jsonl"], line + "\n");
        Assert.Contains(sentence, Error(Read(
            folder,
            "teacher=answers.jsonl",
            "tokenizer.vocabulary=teacher",
            "student.initialize=random",
            "labels=[\"LABEL_0\",\"LABEL_1\"]",
            "distillation={\"temperature\":1}")), StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_of_a_file_of_answers_cannot_be_compared()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(folder["answers.jsonl"], """{"text":"good","label":"LABEL_1"}""" + "\n");
        Assert.Contains(
            "intermediate_matches",
            Error(Read(folder, "teacher=answers.jsonl", "tokenizer.vocabulary=teacher", "student.initialize=random")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Tokenizer_beside_a_file_of_answers_is_refused()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(folder["answers.jsonl"], """{"text":"good","label":"LABEL_1"}""" + "\n");
        Assert.Contains("$.teacher.tokenizer means nothing", Assert.Throws<ConfigurationException>(
            () => Read(folder, """teacher={"model":"answers.jsonl","tokenizer":"teacher"}""")).Message, StringComparison.Ordinal);
    }

    private static Recipe Read(TemporaryFolder folder, params string[] settings) => RecipeFile.Read(folder["recipe.json"], settings);

    private static string Error(Recipe recipe)
    {
        Exception error = Assert.ThrowsAny<Exception>(() => RecipeRun.Distill(recipe, new RunHost()));
        Assert.True(error is ConfigurationException or InvalidDataException, error.ToString());
        return error.Message;
    }

    private static double Loss(Recipe recipe)
    {
        CheckResult result = RecipeCheck.Run(recipe, new RunHost(), CancellationToken.None);
        Assert.Equal("", string.Join("; ", result.Findings.Where(finding => finding.Severity == CheckSeverity.Error)));
        return result.Losses.First(loss => loss.Term.Contains("kd", StringComparison.Ordinal)).Value!.Value;
    }

    private static string Labels(TemporaryFolder folder, string kind)
    {
        using LoadedModel model = new(folder["teacher"], kind);
        return JsonSerializer.Serialize(model.Config.Labels);
    }

    /// <summary>What a model answers to a file, as a stranger would write it.</summary>
    private static IEnumerable<string> Answers(TemporaryFolder folder, string kind, RecipeTable table)
    {
        using LoadedModel model = new(folder["teacher"], kind, new RecipeTokenizer { MaxLength = 10 });
        TaskData data = model.Read(table);
        IReadOnlyList<float[][]> outputs = model.Outputs(data.Inputs);
        for (int i = 0; i < outputs.Count; i++)
        {
            ReadableExample example = data.Examples[i];
            string logits = Floats(outputs[i][0]);
            yield return kind switch
            {
                "regression" => $$"""{"text":"{{example.Text}}","value":{{logits}}}""",
                "multiple_choice" => $$"""
                    {"text":"{{example.Text}}","choices":{{JsonSerializer.Serialize(example.Choices)}},"logits":[{{logits}}]}
                    """,
                "tagging" => $$"""
                    {"words":{{JsonSerializer.Serialize(example.Words)}},
                    "logits":[{{Words(data.Inputs[i], outputs[i][0], model.Config.Labels.Count)}}]}
                    """.ReplaceLineEndings(" "),
                _ => $$"""{"text":"{{example.Text}}","logits":[{{logits}}]}""",
            };
        }
    }

    private static string Words(EncodedText text, float[] logits, int labels)
    {
        int[] first = ((TagTarget)text.Target).Labels;
        return string.Join(",", Enumerable.Range(0, text.Length).Where(place => first[place] != TagTarget.None)
            .Select(place => $"[{Floats(logits[(place * labels)..((place + 1) * labels)])}]"));
    }

    private static string Floats(float[] values) =>
        string.Join(",", values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
}
