using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Tests;

public sealed class BiGruTests
{
    private static readonly EncoderConfig Small = GoldenModels.BiGru();

    [Fact]
    public void Forward_of_padded_texts_gives_what_each_text_gives_alone()
    {
        using var scope = NewDisposeScope();
        using SequenceClassifier model = new(Small, seed: 3);
        model.to(ScalarType.Float64).eval();
        Tensor ids = tensor(new long[] { 5, 6, 7, 8, 9, 5, 6, 0, 0, 0 }, 2, 5), mask = ids.ne(0);
        HeadOutput both = model.Forward(ids, mask, wanted: EncoderOutputs.HiddenStates);
        HeadOutput second = model.Forward(ids[1..2, ..2], mask[1..2, ..2], wanted: EncoderOutputs.HiddenStates);
        Agree.Assert(Agree.Values(second.Logits), Agree.Values(both.Logits[1..2]), 1e-12, "logits");
        Agree.Assert(Agree.Values(second.Encoder.LastHidden), Agree.Values(both.Encoder.LastHidden[1..2, ..2]), 1e-12, "last hidden");
        Assert.Equal(2, both.Encoder.Hidden!.Count);
    }

    // The recurrence by hand (Cho et al. 2014, as torch writes it): it is the padding and the directions that can go wrong.
    [Fact]
    public void Forward_of_a_text_is_the_recurrence_in_both_directions()
    {
        using var scope = NewDisposeScope();
        using Encoder model = Architecture.Build(Small, seed: 4);
        model.to(ScalarType.Float64).eval();
        Tensor ids = tensor(new long[] { 5, 6, 7, 0 }, 1, 4);
        EncoderOutput output = model.Forward(ids, ids.ne(0), wanted: EncoderOutputs.HiddenStates);
        Dictionary<string, Tensor> weights = model.state_dict();
        Tensor inputs = output.Hidden![0][0, ..3]; // (3, width)
        Tensor forward = Recurrence([inputs[0], inputs[1], inputs[2]], ""), backward = Recurrence(
            [inputs[2], inputs[1], inputs[0]],
            "_reverse").flip(0);
        Tensor expected = nn.functional.linear(cat([forward, backward], -1), weights["dense.weight"], weights["dense.bias"]);
        Agree.Assert(Agree.Values(expected), Agree.Values(output.LastHidden[0, ..3]), 1e-12, "last hidden");
        Tensor pooled = nn.functional.linear(cat([forward[2], backward[0]], -1), weights["dense.weight"], weights["dense.bias"]);
        Agree.Assert(Agree.Values(pooled), Agree.Values(output.Pooled!), 1e-12, "pooled");

        Tensor Recurrence(Tensor[] steps, string direction)
        {
            Tensor state = zeros(12, ScalarType.Float64);
            List<Tensor> states = [];
            foreach (Tensor step in steps)
            {
                Tensor[] x = nn.functional.linear(step, weights[$"gru.weight_ih_l0{direction}"], weights[$"gru.bias_ih_l0{direction}"])
                    .chunk(3);
                Tensor[] h = nn.functional.linear(state, weights[$"gru.weight_hh_l0{direction}"], weights[$"gru.bias_hh_l0{direction}"])
                    .chunk(3);
                Tensor reset = (x[0] + h[0]).sigmoid(), update = (x[1] + h[1]).sigmoid();
                states.Add(state = ((1 - update) * (x[2] + (reset * h[2])).tanh()) + (update * state));
            }
            return stack(states);
        }
    }

    // "bigru." ends in "gru.": once everything below it was taken for the recurrence.
    [Fact]
    public void New_model_has_BERTs_weights_everywhere_but_in_the_recurrence()
    {
        using TokenClassifier model = new(Small, seed: 3);
        using var scope = NewDisposeScope();
        foreach ((string name, Tensor weight) in model.state_dict())
        {
            double deviation = weight.std().item<float>();
            if (name.Contains(".gru.", StringComparison.Ordinal)) Assert.InRange(deviation, 0.1, 0.25); // uniform in ±1/√12
            else if (name.EndsWith("LayerNorm.weight", StringComparison.Ordinal)) Assert.Equal(1, weight.min().item<float>());
            else Assert.InRange(deviation, 0, 0.03);
        }
    }

    [Fact]
    public void Folder_saved_and_loaded_is_the_same_model()
    {
        using TemporaryFolder folder = new();
        using TokenClassifier model = new(Small.WithLabels(["O", "B-X"]), seed: 5);
        PretrainedFolder.Save(model, folder.Path);
        (TokenClassifier loaded, LoadReport report) = PretrainedFolder.Load(folder.Path, config => new TokenClassifier(config, seed: 6));
        using (loaded)
        {
            using var scope = NewDisposeScope();
            Assert.Equal((0, 0, 0), (report.Missing.Count, report.Unexpected.Count, report.Misshapen.Count));
            Dictionary<string, Tensor> expected = model.state_dict();
            foreach ((string name, Tensor weight) in loaded.state_dict()) Assert.True(
                weight.equal(expected[name]).all().item<bool>(),
                name);
        }
    }

    [Fact]
    public void Forward_leaves_no_tensor_behind()
    {
        using Encoder model = Architecture.Build(Small, seed: 4);
        using Tensor ids = ones([2, 3], ScalarType.Int64);
        LiveTensors.Unchanged(() =>
        {
            using var scope = NewDisposeScope();
            model.Forward(ids, ids).LastHidden.sum().backward();
            model.zero_grad();
        });
    }
}
