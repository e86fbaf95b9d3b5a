using TextBrewer.Configuration;
using TextBrewer.Matching;
using TextBrewer.Testing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Matching;

public sealed class ProjectionSetTests
{
    [Fact]
    public void Registered_projection_keeps_the_weights_that_its_factory_made()
    {
        ProjectionNames.Table.Register("own_ones", _ => (from, to) =>
        {
            Linear linear = nn.Linear(from, to);
            using var noGrad = no_grad();
            linear.weight!.fill_(1);
            return linear;
        });
        using var scope = NewDisposeScope();
        using ProjectionSet projections = new(ScalarType.Float64, CPU, seed: 1, DistillationNames.Registered);
        nn.Module<Tensor, Tensor> own = projections.Add("0", new Projection("own_ones", 3, 2));
        Assert.All(Agree.Values(((Linear)own).weight!), weight => Assert.Equal(1, weight));
    }

    [Fact]
    public void Built_in_projection_is_filled_by_the_seed()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Weights(1), Weights(1));
        Assert.NotEqual(Weights(1), Weights(2));

        static double[] Weights(int seed)
        {
            using ProjectionSet projections = new(ScalarType.Float64, CPU, seed, DistillationNames.Registered);
            return Agree.Values(((Linear)projections.Add("0", new Projection("linear", 3, 2))).weight!);
        }
    }
}
