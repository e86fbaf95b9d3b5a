using CsCheck;
using TextBrewer.Configuration;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Losses;

/// <summary>In which order the examples of a batch stand does not matter.</summary>
public sealed class BatchOrderPropertyTests
{
    public static TheoryData<string> Names() => [.. LossInput.Names];

    [Theory, MemberData(nameof(Names))]
    public void Loss_of_a_permuted_batch_is_the_same_with_permuted_gradient(string name) =>
        LossShape.Any.Sample(shape =>
        {
            using var scope = NewDisposeScope();
            LossInput input = LossInput.Random(name, shape);
            Tensor order = randperm(shape.Batch); // (batch)
            (double value, Tensor[] gradients) = input.Compute();
            (double permutedValue, Tensor[] permutedGradients) = input.Select(t => t[order]).Compute();

            Agree.Assert(value, permutedValue, 1e-10, name);
            foreach ((Tensor gradient, Tensor permuted) in gradients.Zip(permutedGradients))
                Agree.Assert(Agree.Values(gradient[order]), Agree.Values(permuted), 1e-10, $"gradient of {name}");
        }, iter: 40, threads: 1);
}
