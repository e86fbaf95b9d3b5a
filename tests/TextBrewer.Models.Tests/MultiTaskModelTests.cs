using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Tests;

/// <summary>One encoder under heads of every kind.</summary>
public sealed class MultiTaskModelTests
{
    [Fact]
    public void Heads_of_several_tasks_follow_the_mode_of_their_module()
    {
        using MultiTaskModel model = Model("bert");
        model.eval();
        Assert.All(model.Heads.Values, head => Assert.False(head.training));
        model.train();
        Assert.All(model.Heads.Values, head => Assert.True(head.training));
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("roberta")]
    [InlineData("electra")]
    [InlineData("distilbert")]
    [InlineData("mpnet")]
    [InlineData("albert")]
    [InlineData("deberta-v3")]
    [InlineData("modernbert")]
    public void Each_head_saved_on_its_own_is_read_as_the_model_of_its_kind_and_says_the_same(string architecture)
    {
        using MultiTaskModel model = Model(architecture);
        model.eval();
        foreach ((string kind, TaskModel head) in model.Heads)
        {
            using TemporaryFolder folder = new();
            using DisposeScope scope = NewDisposeScope();
            PretrainedFolder.Save(head, folder.Path);
            (TaskModel read, LoadReport report) = PretrainedFolder.Load(folder.Path, config => Alone(kind, config));
            using TaskModel alone = read;
            alone.eval();
            Assert.Empty(report.Unexpected);
            foreach ((Tensor shared, Tensor own) in Logits(head, kind).Zip(Logits(alone, kind)))
                Assert.Equal(Agree.Values(own), Agree.Values(shared));
        }
    }

    [Fact]
    public void Encoder_stands_in_a_checkpoint_once_and_each_head_under_its_task()
    {
        using MultiTaskModel model = Model("bert");
        string[] names = [.. model.state_dict().Keys];
        Assert.Single(names, name => name.EndsWith("embeddings.word_embeddings.weight", StringComparison.Ordinal));
        foreach (string name in new[]
        {
            "bert.embeddings.word_embeddings.weight", "heads.sequence.classifier.weight", "heads.tokens.classifier.bias",
            "heads.answers.qa_outputs.weight", "heads.choice.classifier.weight", "heads.masked.cls.predictions.bias",
        }) Assert.Contains(name, names);
    }

    [Fact]
    public void Change_of_type_and_a_step_reach_what_the_heads_use()
    {
        using MultiTaskModel model = Model("bert");
        model.to(ScalarType.Float64);
        using DisposeScope scope = NewDisposeScope();
        foreach ((string kind, TaskModel head) in model.Heads)
        {
            Tensor logits = Logits(head, kind)[0];
            Assert.Equal(ScalarType.Float64, logits.dtype);
            model.zero_grad();
            logits.sum().backward();
            string[] moved = [.. model.named_parameters().Where(p => p.parameter.grad is { } grad && grad.abs().sum().item<double>() > 0)
                .Select(p => p.name)];
            Assert.Contains(moved, name => name.StartsWith($"heads.{kind}.", StringComparison.Ordinal));
            Assert.Contains(moved, name => name.StartsWith("bert.encoder.", StringComparison.Ordinal));
            Assert.DoesNotContain(moved, name => name.StartsWith("heads.", StringComparison.Ordinal)
                && !name.StartsWith($"heads.{kind}.", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Same_seed_gives_the_same_head_and_leaves_the_encoder_as_it_was()
    {
        using Encoder encoder = Architecture.Build(GoldenModels.Config("bert"), seed: 1);
        double[] before = Agree.Values(encoder.state_dict()["embeddings.word_embeddings.weight"]);
        Assert.Equal(Head(5), Head(5));
        Assert.NotEqual(Head(5), Head(6));
        Assert.Equal(before, Agree.Values(encoder.state_dict()["embeddings.word_embeddings.weight"]));

        double[] Head(int seed) =>
            Agree.Values(TokenClassifier.Over(encoder, encoder.Config, seed).state_dict()["classifier.weight"]);
    }

    [Fact]
    public void Heads_that_cannot_be_one_model_are_refused()
    {
        EncoderConfig config = GoldenModels.Config("bert");
        using Encoder encoder = Architecture.Build(config, seed: 1);
        using TokenClassifier own = new(config, seed: 1);
        TokenClassifier shared = TokenClassifier.Over(encoder, config, seed: 1);
        Refused("at least one", () => new MultiTaskModel([]));
        Refused("different encoders", () => new MultiTaskModel([("a", shared), ("b", own)]));
        Refused("cannot be called 'a.b'", () => new MultiTaskModel([("a.b", shared)]));
        Refused("cannot be called ''", () => new MultiTaskModel([("", shared)]));
        Refused("same key", () => new MultiTaskModel([("a", shared), ("a", shared)]));
        Refused("reads the encoder's pooler", () => SequenceClassifier.Over(own.Encoder, config));
        Refused("encoder is a bert", () => TokenClassifier.Over(encoder, GoldenModels.Config("electra")));

        static void Refused(string says, Func<nn.Module> make) =>
            Assert.Contains(says, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    private static MultiTaskModel Model(string architecture)
    {
        Encoder encoder = Architecture.Build(GoldenModels.Config(architecture), seed: 1);
        EncoderConfig labels = encoder.Config.WithLabels(["a", "b", "c"]) with { ProblemType = null };
        return new MultiTaskModel(
        [
            ("sequence", SequenceClassifier.Over(encoder, labels, 2)),
            ("tokens", TokenClassifier.Over(encoder, labels, 3)),
            ("answers", QuestionAnswerer.Over(encoder, encoder.Config, 4)),
            ("choice", MultipleChoice.Over(encoder, encoder.Config, 5)),
            ("masked", MaskedLanguageModel.Over(encoder, encoder.Config, 6)),
        ]);
    }

    private static TaskModel Alone(string kind, EncoderConfig config) => kind switch
    {
        "sequence" => new SequenceClassifier(config, 9),
        "tokens" => new TokenClassifier(config, 9),
        "answers" => new QuestionAnswerer(config, 9),
        "choice" => new MultipleChoice(config, 9),
        _ => new MaskedLanguageModel(config, 9),
    };

    private static IReadOnlyList<Tensor> Logits(TaskModel model, string kind)
    {
        Tensor ids = tensor(new long[] { 2, 5, 6, 3, 2, 6, 3, 0 }, 2, 4), mask = tensor(new long[] { 1, 1, 1, 1, 1, 1, 1, 0 }, 2, 4);
        if (kind == "choice") (ids, mask) = (ids.unsqueeze(1), mask.unsqueeze(1)); // (batch, choices, length)
        return model.Forward(ids, mask).All;
    }
}
