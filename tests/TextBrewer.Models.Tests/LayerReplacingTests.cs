using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Models.Replacing;
using TextBrewer.Testing;
using TextBrewer.Torch.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using AdamW = TextBrewer.Torch.Optimizers.AdamW;

namespace TextBrewer.Models.Tests;

/// <summary>BERT-of-Theseus over our encoders: a teacher of six layers, a student of three.</summary>
public sealed class LayerReplacingTests
{
    private const int Many = 6, Few = 3;

    public static TheoryData<string> Architectures =>
    [
        "bert-sequence",
        "roberta-sequence",
        "electra-sequence",
        "distilbert-sequence",
        "mpnet",
        "deberta-v3-sequence",
        "modernbert-sequence",
    ];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Logits_in_training_are_the_teachers_at_0_and_the_students_at_1_bit_for_bit(string name)
    {
        using SequenceClassifier teacher = Model(name, Many, 1), student = Model(name, Few, 2);
        using LayerReplacing replacing = new(teacher, student);
        Assert.Equal(Logits(teacher), Logits(student));
        replacing.Probability = 1;
        student.eval();
        byte[] alone = Logits(student);
        student.train();
        Assert.Equal(alone, Logits(student));
        Assert.NotEqual(Logits(teacher), alone);
    }

    [Fact]
    public void Logits_are_those_of_a_model_of_the_layers_that_were_drawn()
    {
        using SequenceClassifier teacher = Model("bert-sequence", Many, 1), student = Model("bert-sequence", Few, 2);
        using LayerReplacing replacing = new(teacher, student) { Probability = 0.5 };
        HashSet<int> depths = [];
        for (int seed = 0; seed < 12; seed++)
        {
            random.manual_seed(seed);
            bool[] drawn = [.. rand([Few], ScalarType.Float64).data<double>().Select(number => number < 0.5)];
            // Student layer i stands for teacher layers 2 i and 2 i + 1.
            (SequenceClassifier Of, int Layer)[] layers =
                [.. drawn.SelectMany((one, i) => one ? [(student, i)] : new[] { (teacher, 2 * i), (teacher, (2 * i) + 1) })];
            using SequenceClassifier composed = Model("bert-sequence", layers.Length, 3);
            LayerInitialization.CopyFrame(teacher, composed);
            Dictionary<string, Tensor> target = composed.state_dict();
            foreach ((int place, (SequenceClassifier source, int layer)) in layers.Index())
                foreach ((string tensorName, Tensor value) in source.state_dict())
                    if (tensorName.StartsWith($"bert.encoder.layer.{layer}.", StringComparison.Ordinal))
                        using (no_grad())
                            target[tensorName.Replace($"layer.{layer}.", $"layer.{place}.", StringComparison.Ordinal)].copy_(value);
            random.manual_seed(seed);
            Assert.Equal(Logits(composed), Logits(student));
            depths.Add(layers.Length);
        }
        Assert.True(depths.Count > 2);
    }

    [Fact]
    public void Student_alone_answers_in_evaluation_and_where_only_some_layers_are_asked_for()
    {
        using SequenceClassifier teacher = Model("bert-sequence", Many, 1), student = Model("bert-sequence", Few, 2);
        LayerInitialization.CopyFrame(teacher, student);
        student.eval();
        byte[] alone = Logits(student);
        using LayerReplacing replacing = new(teacher, student);
        Assert.Equal(alone, Logits(student));
        student.train();
        Assert.NotEqual(alone, Logits(student));
        Tensor ids = Ids(), mask = ones_like(ids);
        Assert.Equal(2, student.Encode(ids, mask, wanted: EncoderOutputs.HiddenStates, layers: 1).Hidden!.Count);
        replacing.Dispose();
        Assert.Equal(alone, Logits(student));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_changes_the_layers_that_were_drawn_and_nothing_else(bool gradientCheckpointing)
    {
        using SequenceClassifier teacher = Model("electra-sequence", Many, 1), student = Model("electra-sequence", Few, 2);
        using LayerReplacing replacing = new(teacher, student) { Probability = 0.5 };
        student.Encoder.GradientCheckpointing = gradientCheckpointing;
        Dictionary<string, byte[]> large = Bytes(teacher), small = Bytes(student);
        random.manual_seed(4);
        bool[] drawn = [.. rand([Few], ScalarType.Float64).data<double>().Select(number => number < 0.5)];
        Assert.Contains(true, drawn);
        Assert.Contains(false, drawn);
        random.manual_seed(4);
        using (AdamW optimizer = new(DecayGroups.Split(student), learningRate: 0.01))
        {
            Tensor ids = Ids();
            student.Loss(student.Forward(ids, ones_like(ids)).Logits, tensor([0L, 1L])).backward();
            optimizer.Step();
        }
        Assert.Equal(large, Bytes(teacher));
        Assert.All(teacher.parameters(), parameter => Assert.True(parameter.grad is null));
        string[] changed = [.. Bytes(student).Where(after => !after.Value.SequenceEqual(small[after.Key])).Select(after => after.Key)];
        Assert.Equal(
            small.Keys.Where(key => drawn.Index().Any(
                layer => layer.Item && key.StartsWith($"electra.encoder.layer.{layer.Index}.", StringComparison.Ordinal))),
            changed);
    }

    [Fact]
    public void Disposing_has_all_of_the_student_trained_again_but_for_what_was_frozen_before()
    {
        using SequenceClassifier teacher = Model("bert-sequence", Many, 1), student = Model("bert-sequence", Few, 2);
        Parameter words = student.named_parameters().First().parameter;
        words.requires_grad = false;
        LayerReplacing replacing = new(teacher, student);
        Assert.All(
            student.named_parameters(),
            p => Assert.Equal(p.name.StartsWith("bert.encoder.layer.", StringComparison.Ordinal), p.parameter.requires_grad));
        replacing.Dispose();
        Assert.Equal([words.name], student.named_parameters().Where(p => !p.parameter.requires_grad).Select(p => p.parameter.name));
    }

    [Fact]
    public void Student_takes_all_but_the_layers_from_its_teacher()
    {
        using SequenceClassifier teacher = Model("bert-sequence", Many, 1), student = Model("bert-sequence", Few, 2);
        Dictionary<string, byte[]> before = Bytes(student), large = Bytes(teacher);
        LayerReplacing.Adopt(teacher, student);
        foreach ((string name, byte[] bytes) in Bytes(student))
            Assert.Equal(name.StartsWith("bert.encoder.", StringComparison.Ordinal) ? before[name] : large[name], bytes);
    }

    [Fact]
    public void Models_that_do_not_fit_are_refused_with_what_would_fit()
    {
        EncoderConfig bert = GoldenModels.Config("bert-sequence") with { NumHiddenLayers = Many };
        Refused(bert with { NumHiddenLayers = 4 }, "has 4 layers and its teacher 6", "give the student 1, 2, 3, 6 layers");
        Refused(bert with { NumHiddenLayers = 12 }, "give the student 1, 2, 3, 6 layers");
        Refused(bert with { NumHiddenLayers = Few, HiddenSize = 12 }, "is 12 wide and its teacher 24", "Leave hidden_size out");
        Refused(bert with { NumHiddenLayers = Few, MaxPositionEmbeddings = 10 }, "position_embeddings.weight'", "shaped like its teacher");
        Refused(bert.WithLabels(["a", "b"]) with { NumHiddenLayers = Few }, "'classifier.weight' has the shape (2, 24)", "(3, 24)");
        Refused(GoldenModels.BiGru(3), "a 'bigru' encoder has none");
        Refused(GoldenModels.Config("roberta-sequence") with { NumHiddenLayers = Few, HiddenSize = 24 }, "The teacher is a bert");

        void Refused(EncoderConfig config, params string[] says)
        {
            using SequenceClassifier teacher = new(bert, 1), student = new(config, 2);
            string message = Assert.Throws<InvalidDataException>(() => new LayerReplacing(teacher, student)).Message;
            Assert.All(says, part => Assert.Contains(part, message, StringComparison.Ordinal));
            Assert.All(student.parameters(), parameter => Assert.True(parameter.requires_grad));
        }
    }

    [Fact]
    public void Layer_of_the_student_may_have_a_narrower_feed_forward_network()
    {
        EncoderConfig config = GoldenModels.Config("bert-sequence") with { NumHiddenLayers = Many };
        using SequenceClassifier teacher = new(config, 1), student = new(config with { NumHiddenLayers = Few, IntermediateSize = 8 }, 2);
        using LayerReplacing replacing = new(teacher, student) { Probability = 0.5 };
        Assert.Equal(2 * 3 * sizeof(float), Logits(student).Length);
    }

    [Fact]
    public void Step_leaves_no_tensor_behind()
    {
        using SequenceClassifier teacher = Model("bert-sequence", Many, 1), student = Model("bert-sequence", Few, 2);
        LiveTensors.Unchanged(() =>
        {
            using LayerReplacing replacing = new(teacher, student) { Probability = 0.5 };
            using DisposeScope scope = NewDisposeScope();
            for (int i = 0; i < 4; i++)
            {
                Tensor ids = Ids();
                student.Forward(ids, ones_like(ids)).Logits.square().sum().backward();
            }
            student.zero_grad();
        });
    }

    private static SequenceClassifier Model(string name, int layers, int seed)
    {
        // Weights that make a difference in every layer, and no dropout.
        EncoderConfig config = GoldenModels.Config(name) with { NumHiddenLayers = layers, InitializerRange = 0.3 };
        SequenceClassifier model = new(config, seed);
        model.train();
        return model;
    }

    private static Tensor Ids() => tensor(new long[,] { { 5, 9, 17, 3 }, { 8, 11, 6, 30 } });

    private static byte[] Logits(SequenceClassifier model)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor ids = Ids(), mask = ones_like(ids);
        mask[1, 3..] = 0;
        return model.Forward(ids, mask).Logits.contiguous().bytes.ToArray();
    }

    private static Dictionary<string, byte[]> Bytes(nn.Module model) =>
        model.state_dict().ToDictionary(tensor => tensor.Key, tensor => tensor.Value.detach().bytes.ToArray());
}
