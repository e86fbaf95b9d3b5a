using TextBrewer.Configuration;
using TextBrewer.Models.Encoders;
using TextBrewer.Recipes.Predicting;
using TextBrewer.Recipes.Running;
using TextBrewer.Recipes.Tasks;
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
        Assert.NotNull(result.Teacher!.Dev);
        Assert.NotNull(result.Baseline!.Dev);
        using ModelFolder student = new(folder["run", "student"], tokenizer: recipe.Tokenizer);
        Assert.Equal(kind, student.Kind.Name);
        TaskScore score = student.Evaluate(student.Read(recipe.Data!.Train));
        Assert.Equal(result.Student!.Dev!.First, score.Metrics);
        Assert.All(score.Metrics.Values, value => Assert.True(double.IsFinite(value)));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Longer_run_leaves_no_more_tensors_than_a_shorter_one(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        // TorchSharp's counter keeps one for every parameter that was ever made, so two runs are compared: they differ in steps and evaluations.
        Assert.Equal(Left(2), Left(8));

        long Left(int steps)
        {
            long before = torch.Tensor.TotalCount;
            RecipeRun.Distill(Read(folder, $"training.num_steps={steps}", "training.ckpt_steps=1", $"training.output_dir=run{steps}"), new RunHost());
            return torch.Tensor.TotalCount - before;
        }
    }

    // The student is the teacher: nothing is left to learn from it, whatever the kind.
    [Theory, MemberData(nameof(Kinds))]
    public void Student_that_is_its_teacher_agrees_and_has_no_loss(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        string loss = kind switch { "regression" => "mse", "multi_label" => "mse", _ => "kl" };
        Recipe recipe = Read(folder, "student={\"model\":\"teacher\"}", $"student.model={folder["teacher"]}", "distillation.hard_label_weight=0", $"distillation.kd_loss_type={loss}", "training.num_steps=1", "training.learning_rate=1e-30");
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
                "one": { "task": "classification", "data": { "train": { "path": "{{one["train.tsv"]}}" }, "dev": { "path": "{{one["train.tsv"]}}" } }, "tokenizer": { "max_length": 10 }, "teacher": { "model": "{{one["teacher"]}}" } },
                "several": { "task": "multi_label", "data": { "train": { "path": "{{several["train.tsv"]}}" }, "dev": { "path": "{{several["train.tsv"]}}" } }, "tokenizer": { "max_length": 10 }, "teacher": { "model": "{{several["teacher"]}}" } }
              },
              "student": { "config": { "num_hidden_layers": 1 } },
              "training": { "output_dir": "run", "num_steps": 4, "batch_size": 2 },
              "distillation": { "hard_label_weight": 1 }
            }
            """);
        RunResult result = RecipeRun.Distill(Read(folder), new RunHost());
        Assert.Equal(["accuracy", "f1_micro"], result.Student!.Dev!.Items.Select(dev => dev.Value.Keys.First()));
        using ModelFolder student = new(folder["run", "student", "several"]);
        Assert.Equal("multi_label", student.Kind.Name);
    }

    [Fact]
    public void Teacher_of_another_kind_is_refused_by_the_head_that_it_has_not()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("tagging");
        using TemporaryFolder other = SmallRecipe.FolderOf("qa");
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => RecipeRun.Distill(Read(folder, $"teacher.model={other["teacher"]}"), new RunHost()));
        Assert.Contains("classifier.weight", error.Message, StringComparison.Ordinal);
    }

    [Theory]
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
    public void Labels_of_several_are_read_from_columns_as_from_a_cell()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("multi_label");
        File.WriteAllText(folder["columns.csv"], "sentence,LABEL_0,LABEL_1\ngood bad,1,1\nbad,0,0\ngood,0,1\n");
        using ModelFolder model = new(folder["teacher"]);
        TaskScore cell = model.Evaluate(model.Read(new RecipeTable { Path = folder["train.tsv"] }));
        TaskScore columns = model.Evaluate(model.Read(new RecipeTable { Path = folder["columns.csv"], LabelColumns = ["LABEL_0", "LABEL_1"] }));
        Assert.Equal(cell.Metrics, columns.Metrics);
        Assert.Equal(3, cell.Count);
    }

    [Fact]
    public void Tags_of_any_scheme_are_read_in_the_models()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("tagging");
        File.WriteAllText(folder["iob1.txt"], "good I-X\nbad O\ngood I-X\n\nbad O\n");
        File.WriteAllText(folder["bioes.txt"], "good|S-X\nbad|O\ngood|S-X\n\nbad|O\n");
        using ModelFolder model = new(folder["teacher"]);
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
            RecipeRun.Distill(Read(folder, $"distillation.kd_tokens={tokens}", "training.num_steps=1", $"training.output_dir=run-{tokens}", "distillation.hard_label_weight=0", "distillation.intermediate_matches=[]"), new RunHost { Progress = _ => new Losses(losses) });
            return losses[0];
        }
    }

    [Fact]
    public void Student_of_another_architecture_learns_from_a_tagger()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("tagging");
        Recipe recipe = Read(folder, "student={\"config\":{\"model_type\":\"bigru\",\"num_hidden_layers\":1},\"initialize\":\"random\"}", "distillation.intermediate_matches=[]");
        Assert.Equal("completed", RecipeRun.Distill(recipe, new RunHost()).Status);
        using ModelFolder student = new(folder["run", "student"]);
        Assert.Equal("bigru", student.Model.Config.ModelType);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Predict_of_typed_text_answers_in_the_kinds_own_way(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        using ModelFolder model = new(folder["teacher"], tokenizer: new RecipeTokenizer { MaxLength = 10, Stride = 2 });
        string text = "Good, bad; good?  " + string.Concat(Enumerable.Repeat("bad good ", 12));
        Prediction prediction = Assert.Single(Predictor.Predict(model, [new PredictionInput(kind == "qa" ? "good" : text, kind == "qa" ? "good bad. Good bad? Bad good — bad." : null, ["good", "bad good"])]));
        switch (prediction)
        {
            case ClassPrediction p: Assert.Equal(1, p.Probabilities.Values.Sum(), 1e-5); break;
            case LabelsPrediction p: Assert.Equal(p.Labels, p.Probabilities.Where(x => x.Value > 0.5f).Select(x => x.Key)); break;
            case ValuePrediction p: Assert.True(float.IsFinite(p.Value)); break;
            case ChoicePrediction p: Assert.Equal(p.Probabilities.Max(), p.Probabilities[p.Choice]); break;
            case EntitiesPrediction p: Assert.All(p.Entities, entity => Assert.Equal(entity.Text, text[entity.Start..entity.End])); break;
            case AnswersPrediction p: Assert.All(p.Answers, answer => Assert.Equal(answer.Text, p.Context[answer.Start..answer.End])); break;
            default: Assert.Fail(prediction.GetType().Name); break;
        }
    }

    [Fact]
    public void Logits_of_questions_count_in_the_passage_alone()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("qa");
        using ModelFolder model = new(folder["teacher"], tokenizer: new RecipeTokenizer { MaxLength = 10, Stride = 2 });
        IReadOnlyList<EncodedText> inputs = model.Read(new RecipeTable { Path = folder["train.json"] }).Inputs;
        using var scope = torch.NewDisposeScope();
        using TextBatch batch = model.Task.Collate(inputs);
        Assert.Equal(inputs.Count, batch.Ids.shape[0]);
        torch.Tensor raw = torch.rand(batch.Ids.shape), masked = model.Task.Meaning(batch, [raw, raw]).Logits![1];
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
        using ModelFolder model = new(folder["teacher"]);
        Assert.Contains("passage", Assert.Throws<ConfigurationException>(() => Predictor.Predict(model, [new PredictionInput("good?")])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kind_of_a_folder_is_what_its_architecture_says()
    {
        EncoderConfig config = new();
        Assert.Equal("classification", TaskKinds.Of(config).Name);
        Assert.Equal("qa", TaskKinds.Of(config with { Architectures = ["ElectraForQuestionAnswering"] }).Name);
        Assert.Equal("regression", TaskKinds.Of(config with { Architectures = ["BertForSequenceClassification"], ProblemType = "regression" }).Name);
    }

    private static Recipe Read(TemporaryFolder folder, params string[] settings) => RecipeFile.Read(folder["recipe.json"], settings);

    private sealed class Losses(List<double> losses) : ITrainingObserver
    {
        public void MicroBatch(StepReport report) => losses.Add(report.Scalars["total_loss"]);
    }
}
