using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Tests;

public sealed class GradientCheckpointingTests
{
    private const EncoderOutputs All = EncoderOutputs.HiddenStates | EncoderOutputs.AttentionProbabilities
        | EncoderOutputs.AttentionScores | EncoderOutputs.QueryKeyValue;

    public static TheoryData<string, EncoderOutputs, ScalarType> Cases() =>
    [
        .. from name in (string[])["bert-sequence", "roberta-sequence", "electra-sequence", "distilbert-sequence"]
           from wanted in (EncoderOutputs[])[EncoderOutputs.None, EncoderOutputs.HiddenStates, EncoderOutputs.AttentionScores, All]
           from type in (ScalarType[])[ScalarType.Float32, ScalarType.Float64]
           select new TheoryDataRow<string, EncoderOutputs, ScalarType>(name, wanted, type),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_with_dropout_are_those_without_it_byte_for_byte(string name, EncoderOutputs wanted, ScalarType type)
    {
        using SequenceClassifier model = Model(name);
        model.to(type);
        (byte[] Gradients, byte[] Random) plain = Gradients(model, wanted);
        model.Encoder.GradientCheckpointing = true;
        (byte[] Gradients, byte[] Random) recomputed = Gradients(model, wanted);
        Assert.Equal(plain.Random, recomputed.Random);
        Assert.Equal(plain.Gradients, recomputed.Gradients);
        Assert.True(model.Encoder.GradientCheckpointing);
    }

    [Fact]
    public void Layers_behind_frozen_embeddings_are_trained()
    {
        using SequenceClassifier model = Model("bert-sequence");
        foreach ((string name, Parameter parameter) in model.named_parameters())
            parameter.requires_grad = !name.Contains("embeddings", StringComparison.Ordinal);
        byte[] plain = Gradients(model, EncoderOutputs.HiddenStates).Gradients;
        model.Encoder.GradientCheckpointing = true;
        Assert.Equal(plain, Gradients(model, EncoderOutputs.HiddenStates).Gradients);
    }

    [Fact]
    public void Each_layer_is_computed_twice_in_training_and_once_without_gradients()
    {
        using SequenceClassifier model = Model("bert-sequence");
        int calls = 0;
        foreach (nn.Module layer in model.named_modules().Where(m => m.name.EndsWith("output.dense", StringComparison.Ordinal))
            .Select(m => m.module))
            ((Linear)layer).register_forward_hook((_, _, output) =>
            {
                calls++;
                return output;
            });
        Gradients(model, EncoderOutputs.None);
        int ordinary = calls;
        model.Encoder.GradientCheckpointing = true;
        calls = 0;
        Gradients(model, EncoderOutputs.None);
        Assert.Equal(2 * ordinary, calls);
        calls = 0;
        using (no_grad()) Loss(model, All);
        Assert.Equal(ordinary / 2, calls); // of two micro-batches
    }

    [Fact]
    public void Step_leaves_no_tensor_behind()
    {
        using SequenceClassifier model = Model("bert-sequence");
        model.Encoder.GradientCheckpointing = true;
        for (int i = 0; i < 2; i++) LiveTensors.Unchanged(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            Loss(model, All).backward();
            // Attention and the hidden states of the layers behind the first have no gradients here.
            Tensor ids = ones([2, 5], ScalarType.Int64);
            model.Forward(ids, ids, wanted: All).Encoder.Hidden![1].sum().backward();
            model.zero_grad();
        });
    }

    [Fact]
    public void Recurrent_encoder_refuses_it()
    {
        using Encoder encoder = Architecture.Build(GoldenModels.BiGru(), seed: 4);
        encoder.GradientCheckpointing = false;
        Assert.False(encoder.GradientCheckpointing);
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => encoder.GradientCheckpointing = true);
        Assert.Contains("'bigru'", error.Message, StringComparison.Ordinal);
    }

    private static SequenceClassifier Model(string name)
    {
        SequenceClassifier model = new(
            GoldenModels.Config(name) with { HiddenDropoutProb = 0.2, AttentionProbsDropoutProb = 0.1, ClassifierDropout = 0.1 },
            seed: 7);
        model.train();
        return model;
    }

    private static (byte[] Gradients, byte[] Random) Gradients(SequenceClassifier model, EncoderOutputs wanted)
    {
        using DisposeScope scope = NewDisposeScope();
        random.manual_seed(5);
        model.zero_grad();
        for (int microBatch = 0; microBatch < 2; microBatch++) Loss(model, wanted).backward();
        return (
            [.. model.parameters().SelectMany(parameter => parameter.grad?.bytes.ToArray() ?? [])],
            random.get_rng_state().bytes.ToArray());
    }

    // Something of everything that was asked for, in no simple proportion.
    private static Tensor Loss(SequenceClassifier model, EncoderOutputs wanted)
    {
        Tensor ids = randint(5, 20, [3, 7], ScalarType.Int64), mask = ones_like(ids);
        mask[1, 4..] = 0;
        HeadOutput output = model.Forward(ids, mask, wanted: wanted);
        EncoderOutput encoder = output.Encoder;
        Tensor loss = output.Logits.square().sum();
        foreach (IReadOnlyList<Tensor>? list in (IReadOnlyList<Tensor>?[])
            [encoder.Hidden, encoder.Attention, encoder.AttentionScores, encoder.Query, encoder.Key, encoder.Value])
            foreach (Tensor tensor in list ?? []) loss += (tensor * rand_like(tensor)).tanh().mean();
        return loss;
    }
}
