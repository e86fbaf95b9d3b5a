using System.Text.Json.Nodes;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Models.Encoders;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Predicting;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Answering;
using TextBrewer.Recipes.Tasks.Choosing;
using TextBrewer.Recipes.Tasks.Classifying;
using TextBrewer.Recipes.Tasks.Masking;
using TextBrewer.Recipes.Tasks.Tagging;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;
using TextBrewer.Training;
using TorchSharp;

namespace TextBrewer.Recipes.Tests;

/// <summary>Every kind of task through a whole small run, from its file to its metric, and back from the saved folder.</summary>
public sealed class TaskKindTests
{
    public static TheoryData<string> Kinds() => [.. SmallRecipe.Kinds];

    [Theory, MemberData(nameof(Kinds))]
    public void Kind_is_distilled_compared_saved_and_evaluated_from_its_folder(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        Recipe recipe = Read(folder, "training.num_steps=3");
        RunResult result = RecipeRun.Distill(recipe with { Baseline = true }, new RunHost());

        Assert.Equal("completed", result.Status);
        using LoadedModel student = new(folder["run", "student"], tokenizer: recipe.Tokenizer);
        Assert.Equal(kind, student.Kind.Name);
        TaskScore score = student.Evaluate(student.Read(recipe.Data!.Dev!.First));
        Assert.Equal(result.Student!.Dev!.First, score.Metrics);
        Assert.Equal(score.Metrics.Keys, result.Teacher!.Dev!.First.Keys);
        Assert.Equal(score.Metrics.Keys, result.Baseline!.Dev!.First.Keys);
        Assert.All(score.Metrics.Values, value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [InlineData("tagging", "kl")]
    [InlineData("tagging", "dist")]
    [InlineData("qa", "kl")]
    [InlineData("qa", "mse")]
    [InlineData("qa", "dist")]
    [InlineData("multiple_choice", "kl")]
    public void Logits_are_standardised_whatever_their_kind(string kind, string loss)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        string[] settings = ["training.num_steps=3", $"distillation.kd_loss_type={loss}", "distillation.logit_standardization=true"];
        RunResult result = RecipeRun.Distill(Read(folder, settings), new RunHost());
        Assert.Equal(("completed", 3L), (result.Status, (long)result.Steps));
        double[] losses = [.. File.ReadLines(folder["run", "metrics.jsonl"])
            .Select(line => JsonNode.Parse(line)!["scalar/unweighted_kd_loss"]).OfType<JsonNode>().Select(node => node.GetValue<double>())];
        Assert.NotEmpty(losses);
        Assert.All(losses, value => Assert.InRange(value, 0, 100)); // z-scores beside −10000 would be far from that, or none
    }

    [Theory]
    [InlineData("regression", "a regression has one value")]
    [InlineData("multi_label", "in a multi_label task each label holds or not")]
    public void Logits_of_a_kind_that_compares_no_classes_are_not_standardised(string kind, string why)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        string message = Assert.Throws<ConfigurationException>(
            () => Read(folder, "distillation.logit_standardization=true", "distillation.kd_loss_type=mse")).Message;
        Assert.Contains("$.distillation.logit_standardization is true, which compares classes", message, StringComparison.Ordinal);
        Assert.Contains(why, message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Longer_run_leaves_no_more_tensors_than_a_shorter_one(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        // TorchSharp's counter keeps one for every parameter that was ever made, so two runs are compared: they differ in steps and
        // evaluations.
        Assert.Equal(Left(2), Left(8));

        long Left(int steps)
        {
            long before = LiveTensors.Settled();
            RecipeRun.Distill(
                Read(folder, $"training.num_steps={steps}", "training.ckpt_steps=1", $"training.output_dir=run{steps}"),
                new RunHost());
            return torch.Tensor.TotalCount - before;
        }
    }

    // The student is the teacher: nothing is left to learn from it, whatever the kind.
    [Theory, MemberData(nameof(Kinds))]
    public void Student_that_is_its_teacher_agrees_and_has_no_loss(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        string loss = kind switch { "regression" => "mse", "multi_label" => "mse", _ => "kl" };
        Recipe recipe = Read(
            folder,
            "student={\"model\":\"teacher\"}",
            $"student.model={folder["teacher"]}",
            "distillation.hard_label_weight=0",
            $"distillation.kd_loss_type={loss}",
            "training.num_steps=1",
            "training.learning_rate=1e-30");
        List<double> losses = [];
        RunResult result = RecipeRun.Distill(recipe, new RunHost { Progress = _ => new Losses(losses) });
        Assert.Equal(0, losses[0], 1e-6);
        Assert.Equal(result.Teacher!.Dev!.First, result.Student!.Dev!.First);
        if (kind != "regression") Assert.Equal(1, result.Agreement!["student"]);
    }

    [Fact]
    public void Tasks_of_several_kinds_share_a_student_each_with_its_own_loss_and_metric()
    {
        using TemporaryFolder one = SmallRecipe.FolderOf("classification"), several = SmallRecipe.FolderOf("multi_label"), folder = new();
        File.WriteAllText(folder["recipe.json"], $$"""
            {
              "tasks": {
                "one": {
                  "task": "classification",
                  "data": { "train": { "path": "{{one["train.tsv"]}}" }, "dev": { "path": "{{one["train.tsv"]}}" } },
                  "tokenizer": { "max_length": 10 },
                  "teacher": { "model": "{{one["teacher"]}}" }
                },
                "several": {
                  "task": "multi_label",
                  "data": { "train": { "path": "{{several["train.tsv"]}}" }, "dev": { "path": "{{several["train.tsv"]}}" } },
                  "tokenizer": { "max_length": 10 },
                  "teacher": { "model": "{{several["teacher"]}}" }
                }
              },
              "student": { "config": { "num_hidden_layers": 1 } },
              "training": { "output_dir": "run", "num_steps": 4, "batch_size": 2 },
              "distillation": { "kd_loss_type": "mse", "hard_label_weight": 1 }
            }
            """);
        RunResult result = RecipeRun.Distill(Read(folder), new RunHost());
        Assert.Equal(["accuracy", "f1_micro"], result.Student!.Dev!.Items.Select(dev => dev.Value.Keys.First()));
        using LoadedModel student = new(folder["run", "student", "several"]);
        Assert.Equal("multi_label", student.Kind.Name);
    }

    [Fact]
    public void Teacher_of_another_kind_is_refused_by_the_head_that_it_has()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("tagging");
        using TemporaryFolder other = SmallRecipe.FolderOf("qa");
        ConfigurationException error = Assert.Throws<ConfigurationException>(
            () => RecipeRun.Distill(Read(folder, $"teacher.model={other["teacher"]}"), new RunHost()));
        Assert.Contains("BertForQuestionAnswering", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("classification", "ce")]
    [InlineData("multi_label", "bce")]
    [InlineData("regression", "mse")]
    [InlineData("tagging", "ce")]
    public void Recipe_without_a_kd_loss_gets_the_one_that_suits_its_task_and_says_so(string kind, string loss)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        string recipe = File.ReadAllText(folder["recipe.json"]);
        File.WriteAllText(folder["recipe.json"], recipe.Replace($"\"kd_loss_type\": \"{loss}\",", "", StringComparison.Ordinal));
        Recipe read = RecipeFile.Read(folder["recipe.json"]);
        Assert.Equal(loss, read.Distillation.KdLossType.Name);
        Assert.Contains($"\"kd_loss_type\": \"{loss}\"", read.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tasks_of_kinds_with_different_kd_losses_and_none_named_get_one_each()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["recipe.json"], """
            {
              "tasks": {
                "mood": { "data": { "train": { "path": "a.tsv" } }, "teacher": "a" },
                "topics": { "task": "multi_label", "data": { "train": { "path": "b.tsv" } }, "teacher": "b" }
              },
              "student": { "preset": "T3" },
              "training": { "num_steps": 1 },
              "distillation": {}
            }
            """);
        Recipe read = RecipeFile.Read(folder["recipe.json"]);
        Assert.Equal(
            ["ce", "bce"],
            read.Tasks!.Values.Select(task => (task.Distillation ?? read.Distillation).KdLossType.Name));
        Assert.Equal("mse", RecipeFile.Read(folder["recipe.json"], ["distillation.kd_loss_type=mse"]).Distillation.KdLossType.Name);
    }

    [Theory]
    [InlineData("classification", "scorer=\"squad\"")]
    [InlineData("tagging", "pair=\"b\"")]
    [InlineData("qa", "text=\"b\"")]
    [InlineData("multiple_choice", "separator=\"b\"")]
    [InlineData("regression", "label_separator=\"b\"")]
    public void Data_key_without_a_meaning_for_the_task_is_refused(string kind, string setting)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        Assert.Contains(
            $"$.data.dev.{setting.Split('=')[0]} means nothing for a {kind} task",
            Assert.Throws<ConfigurationException>(() => RecipeFile.Read(folder["recipe.json"], [$"data.dev.{setting}"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Prediction_in_json_has_the_keys_of_what_it_is() => Assert.Equal(
        """[{"text":"a","value":0.5}]""",
        System.Text.Json.JsonSerializer
            .Serialize<IReadOnlyList<Prediction>>([new ValuePrediction("a", null, 0.5f)], ResultJson.LineOptions));

    [Theory]
    [InlineData("task=\"multi_label\"", "distillation.kd_loss_type=ce", "bce or mse")]
    [InlineData("task=\"tagging\"", "data.train.where={\"language\":\"zh\"}", "where")]
    [InlineData("task=\"classification\"", "model={\"preset\":\"T3\"}", "$.model")]
    [InlineData("task=\"classification\"", "labels=[\"a\",\"a\"]", "twice")]
    [InlineData("task=\"classification\"", "student.initialize=3", "initialize")]
    [InlineData("task=\"classification\"", "distillation=null", "distillation")]
    [InlineData("task=\"classification\"", "data.extra=[null]", "extra[0]")]
    [InlineData("task=\"classification\"", "teachers=[null]", "teachers[0]")]
    [InlineData("task=\"classification\"", "tokenizer=null", "tokenizer")]
    [InlineData("task=\"tagging\"", "labels=[\"O\"]", "labels")]
    [InlineData("task=\"qa\"", "labels=[\"a\",\"b\"]", "labels")]
    [InlineData("task=\"regression\"", "distillation.kd_loss_type=ce", "mse")]
    [InlineData("task=\"tagging\"", "distillation.kd_tokens=first", "kd_tokens")]
    [InlineData("task=\"qa\"", "data.train.scorer=bleu", "bleu")]
    [InlineData("task=\"qa\"", "tokenizer.stride=-1", "stride")]
    [InlineData("task=\"qa\"", "data.train.limit=0", "limit")]
    public void Recipe_with_a_mistake_of_its_kind_says_what(string task, string wrong, string says)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("classification");
        Assert.Contains(says, Assert.Throws<ConfigurationException>(() => Read(folder, task, wrong)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recipe_with_a_key_twice_is_refused_in_one_sentence()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("classification");
        File.WriteAllText(
            folder["recipe.json"],
            File.ReadAllText(folder["recipe.json"]).Replace("\"task\":", "\"task\": \"qa\", \"task\":", StringComparison.Ordinal));
        Assert.Contains("task", Assert.Throws<ConfigurationException>(() => Read(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_in_another_order_than_the_teachers_are_refused()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("classification");
        string[] labels = ["LABEL_2", "LABEL_1", "LABEL_0"];
        Recipe recipe = Read(folder, $"labels=[\"{string.Join("\",\"", labels)}\"]");
        Assert.Contains(
            "another order",
            Assert.Throws<ConfigurationException>(() => RecipeRun.Distill(recipe, new RunHost())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Student_of_another_vocabulary_than_the_one_that_is_named_is_refused()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("classification"), other = SmallRecipe.FolderOf("classification");
        File.WriteAllLines(other["teacher", "vocab.txt"], ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "bad", "good"]);
        Recipe recipe = Read(folder, $"student={{\"model\":\"{other["teacher"]}\"}}", $"tokenizer.vocabulary={folder["teacher"]}");
        Assert.Contains(
            "entry 5",
            Assert.Throws<ConfigurationException>(() => RecipeRun.Distill(recipe, new RunHost())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Teacher_of_another_kind_over_sequences_is_refused_by_its_kind()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("classification"), other = SmallRecipe.FolderOf("regression");
        Assert.Contains("regression", Assert.Throws<ConfigurationException>(
            () => RecipeRun.Distill(Read(folder, $"teacher.model={other["teacher"]}"), new RunHost())).Message, StringComparison.Ordinal);
        Assert.Contains(
            "multi_label",
            Assert.Throws<ConfigurationException>(() => new LoadedModel(folder["teacher"], "multi_label")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Student_folder_remembers_how_its_texts_became_tokens()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("qa");
        Recipe recipe = Read(folder, "training.num_steps=1", "tokenizer.max_answer_length=4");
        RunResult result = RecipeRun.Distill(recipe, new RunHost());
        using LoadedModel student = new(folder["run", "student"]);
        Assert.Equal((10, 2, 4), (student.Task.Settings.MaxLength, student.Task.Settings.Stride, student.Task.Settings.MaxAnswerLength));
        Assert.Equal(result.Student!.Dev!.First, student.Evaluate(student.Read(recipe.Data!.Dev!.First)).Metrics);
        File.WriteAllText(folder["run", "student", "textbrewer.json"], "{\"format\": 2, \"task\": \"qa\"}");
        Assert.Contains(
            "format 2",
            Assert.Throws<InvalidDataException>(() => new LoadedModel(folder["run", "student"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Choices_by_letter_and_by_other_names_are_choices_by_number()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("multiple_choice");
        File.WriteAllLines(folder["letters.jsonl"], File.ReadAllLines(folder["train.jsonl"]).Select(line => line.Replace(
            "\"label\":2",
            "\"label\":\"C\"",
            StringComparison.Ordinal).Replace("\"label\":0", "\"label\":\"first\"", StringComparison.Ordinal)));
        using LoadedModel model = new(folder["teacher"]);
        TaskScore expected = model.Evaluate(model.Read(new RecipeTable { Path = folder["train.jsonl"] }));
        TaskScore actual = model.Evaluate(
            model.Read(
                new RecipeTable { Path = folder["letters.jsonl"], LabelNames = new Dictionary<string, string> { ["first"] = "0" } }));
        Assert.Equal((expected.Right, expected.Count), (actual.Right, actual.Count));
        Assert.Equal(2, actual.Count);
    }

    [Fact]
    public void Unlabelled_sentences_are_distilled_on_their_first_pieces()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("tagging");
        File.WriteAllText(folder["words.txt"], "good\nbad\n\n");
        using LoadedModel model = new(folder["teacher"], tokenizer: new RecipeTokenizer { MaxLength = 10 });
        TextTask task = TaskKinds.Get("tagging").Make(model.Task.Settings with { LabelledTokensOnly = true });
        using var scope = torch.NewDisposeScope();
        using TextBatch batch = task.Collate(task.Read(new RecipeTable { Path = folder["words.txt"] }, labelled: false).Data.Inputs);
        Assert.Equal([false, true, true, false], task.ToSignals(batch, [torch.zeros(1, 4, 5)]).LogitsMask![0].data<bool>().ToArray());
    }

    [Fact]
    public void Tags_that_make_no_entities_are_measured_word_by_word()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("tagging");
        string config = File.ReadAllText(folder["teacher", "config.json"]);
        File.WriteAllText(folder["teacher", "config.json"], config.Replace("\"O\"", "\"NN\"", StringComparison.Ordinal).Replace(
            "B-X",
            "VB",
            StringComparison.Ordinal).Replace("I-X", "IN", StringComparison.Ordinal).Replace("B-Y", "JJ", StringComparison.Ordinal).Replace(
                "I-Y",
                "DT",
                StringComparison.Ordinal));
        File.WriteAllText(folder["pos.txt"], "good NN\nbad NN\ngood VB\n");
        using LoadedModel model = new(folder["teacher"]);
        TaskScore score = model.Evaluate(model.Read(new RecipeTable { Path = folder["pos.txt"] }));
        Assert.Equal(["accuracy"], score.Metrics.Keys);
        Assert.Equal(3, score.Count);
    }

    [Fact]
    public void Labels_of_several_are_read_from_columns_as_from_a_cell()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("multi_label");
        File.WriteAllText(folder["columns.csv"], "sentence,LABEL_0,LABEL_1\ngood bad,1,1\nbad,0,0\ngood,0,1\n");
        using LoadedModel model = new(folder["teacher"]);
        TaskScore cell = model.Evaluate(model.Read(new RecipeTable { Path = folder["train.tsv"] }));
        TaskScore columns = model.Evaluate(
            model.Read(new RecipeTable { Path = folder["columns.csv"], LabelColumns = ["LABEL_0", "LABEL_1"] }));
        Assert.Equal(cell.Metrics, columns.Metrics);
        Assert.Equal(3, cell.Count);
    }

    [Fact]
    public void Tags_of_any_scheme_are_read_in_the_models()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("tagging");
        File.WriteAllText(folder["iob1.txt"], "good I-X\nbad O\ngood I-X\n\nbad O\n");
        File.WriteAllText(folder["bioes.txt"], "good|S-X\nbad|O\ngood|S-X\n\nbad|O\n");
        using LoadedModel model = new(folder["teacher"]);
        TaskScore expected = model.Evaluate(model.Read(new RecipeTable { Path = folder["train.conll"] }));
        Assert.Equal(expected.Metrics, model.Evaluate(model.Read(new RecipeTable { Path = folder["iob1.txt"] })).Metrics);
        Assert.Equal(expected.Metrics, model.Evaluate(model.Read(new RecipeTable { Path = folder["bioes.txt"], Separator = "|" })).Metrics);
    }

    [Fact]
    public void Kd_on_labelled_tokens_alone_leaves_the_others_out()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("tagging");
        Assert.NotEqual(First("all"), First("labelled"));

        double First(string tokens)
        {
            List<double> losses = [];
            RecipeRun.Distill(Read(
                folder,
                $"distillation.kd_tokens={tokens}",
                "training.num_steps=1",
                $"training.output_dir=run-{tokens}",
                "distillation.hard_label_weight=0",
                "distillation.intermediate_matches=[]"), new RunHost { Progress = _ => new Losses(losses) });
            return losses[0];
        }
    }

    [Fact]
    public void Student_of_another_architecture_learns_from_a_tagger()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("tagging");
        Recipe recipe = Read(
            folder,
            "student={\"config\":{\"model_type\":\"bigru\",\"num_hidden_layers\":1},\"initialize\":\"random\"}",
            "distillation.intermediate_matches=[]");
        Assert.Equal("completed", RecipeRun.Distill(recipe, new RunHost()).Status);
        using LoadedModel student = new(folder["run", "student"]);
        Assert.Equal("bigru", student.Config.ModelType);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Predict_of_typed_text_answers_in_the_kinds_own_way(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        using LoadedModel model = new(folder["teacher"], tokenizer: new RecipeTokenizer { MaxLength = 10, Stride = 2 });
        string text = "Good, bad; good?  " + string.Concat(Enumerable.Repeat("bad good ", 12));
        Prediction prediction = Assert.Single(Predictor.Predict(model, [new PredictionInput(
            kind switch { "qa" => "good", "masked_lm" => "Good [MASK], [MASK]!", _ => text },
            kind == "qa" ? "good bad. Good bad? Bad good — bad." : null,
            ["good", "bad good"])]));
        switch (prediction)
        {
            case ClassPrediction p: Assert.Equal(1, p.Probabilities.Values.Sum(), 1e-5); break;
            case LabelsPrediction p: Assert.Equal(p.Labels, p.Probabilities.Where(x => x.Value > 0.5f).Select(x => x.Key)); break;
            case MaskedPrediction p: Assert.Equal([5, 5], p.Masks.Select(mask => mask.Count)); break;
            case ValuePrediction p: Assert.True(float.IsFinite(p.Value)); break;
            case ChoicePrediction p: Assert.Equal(p.Probabilities.Max(), p.Probabilities[p.Choice]); break;
            case EntitiesPrediction p: Assert.All(p.Entities, entity => Assert.Equal(entity.Text, text[entity.Start..entity.End])); break;
            case AnswersPrediction p:
                Assert.All(
                p.Answers,
                answer => Assert.Equal(answer.Text, p.Context[answer.Start..answer.End])); break;
            default: Assert.Fail(prediction.GetType().Name); break;
        }
    }

    [Fact]
    public void Logits_of_questions_count_in_the_passage_alone()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("qa");
        using LoadedModel model = new(folder["teacher"], tokenizer: new RecipeTokenizer { MaxLength = 10, Stride = 2 });
        IReadOnlyList<EncodedText> inputs = model.Read(new RecipeTable { Path = folder["train.json"] }).Inputs;
        using var scope = torch.NewDisposeScope();
        using TextBatch batch = model.Task.Collate(inputs);
        Assert.Equal(inputs.Count, batch.Ids.shape[0]);
        torch.Tensor raw = torch.rand(batch.Ids.shape), masked = model.Task.ToSignals(batch, [raw, raw]).Logits![1];
        for (int i = 0; i < inputs.Count; i++)
        {
            for (int j = 0; j < raw.shape[1]; j++)
            {
                // [CLS] bad [SEP] passage … [SEP] padding
                bool passage = j > 2 && j < inputs[i].Length - 1;
                Assert.Equal(passage ? raw[i, j].item<float>() : -10000, masked[i, j].item<float>());
            }
        }
        // The answer "bad good" stands at 5-13 of the passage: its second and third word.
        AnswerTarget target = Assert.IsType<AnswerTarget>(inputs[0].Target);
        Assert.Equal((4, 5, 3), (target.Start, target.End, target.First));
    }

    [Fact]
    public void Question_without_its_passage_says_so()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("qa");
        using LoadedModel model = new(folder["teacher"]);
        Assert.Contains(
            "passage",
            Assert.Throws<ConfigurationException>(() => Predictor.Predict(model, [new PredictionInput("good?")])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Kind_of_a_folder_is_what_its_architecture_says()
    {
        EncoderConfig config = new();
        Assert.Equal("classification", TaskKinds.Of(config).Name);
        Assert.Equal("qa", TaskKinds.Of(config with { Architectures = ["ElectraForQuestionAnswering"] }).Name);
        Assert.Equal(
            "regression",
            TaskKinds.Of(config with { Architectures = ["BertForSequenceClassification"], ProblemType = "regression" }).Name);
    }

    private static Recipe Read(TemporaryFolder folder, params string[] settings) => RecipeFile.Read(folder["recipe.json"], settings);

    private sealed class Losses(List<double> losses) : ITrainingObserver
    {
        public void MicroBatch(StepReport report) => losses.Add(report.Scalars["total_loss"]);
    }
}
