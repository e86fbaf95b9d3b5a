using TextBrewer.Testing;
using TextBrewer.Torch.Collectives;
using TorchSharp;
using TorchSharp.Modules;

namespace TextBrewer.Torch.Tests.Collectives;

/// <summary>A sum of gradients leaves no hold of them: their memory is free when the optimizer lets go of them.</summary>
public sealed class GradientReductionTests
{
    // A large gradient that travels where it lies, small ones together, one that only process 0 has, one that nobody has.
    private static readonly long[] Sizes = [5000, 7, 11, 3, 2];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_left_of_a_sum(bool half) => ThreadCollective.Run(2, collective =>
    {
        using var scope = torch.NewDisposeScope();
        Parameter[] parameters = [.. Sizes.Select(size => new Parameter(torch.zeros(size)))];
        HalfReduction halves = new(collective, torch.ScalarType.BFloat16);
        using GradientReduction reduction = new(collective, parameters, bucketBytes: 4096, half ? halves.AllReduce : null);
        Sum(); // makes the bucket
        collective.Barrier();
        long before = collective.Rank == 0 ? LiveTensors.Settled() : 0;
        collective.Barrier();
        for (int step = 0; step < 3; step++) Sum();
        collective.Barrier();
        // At once: a collection would tidy away what nobody disposed.
        if (collective.Rank == 0) Assert.Equal(before, torch.Tensor.TotalCount);
        collective.Barrier();

        void Sum()
        {
            Give();
            reduction.Sum();
            Assert.Equal([3, 3, 3, 1], Firsts());
            foreach (Parameter parameter in parameters) parameter.grad = null;
        }

        void Give()
        {
            using var step = torch.NewDisposeScope();
            foreach ((int i, Parameter parameter) in parameters[..(4 - collective.Rank)].Index())
                parameter.grad = torch.full_like(parameter, collective.Rank + 1);
        }

        double[] Firsts()
        {
            using var read = torch.NewDisposeScope();
            Assert.Null(parameters[4].grad);
            return [.. parameters[..4].Select(parameter => parameter.grad![0].ToDouble())];
        }
    });
}
