using TextBrewer.Testing;
using TextBrewer.Torch.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests;

/// <summary>Groups with learning rates of their own: the rate, the decay, and a state that fits whatever the grouping.</summary>
public sealed class RateGroupsTests
{
    private const double Rate = 0.1;

    [Fact]
    public void Split_keeps_the_decay_of_each_group_and_gives_each_factor_its_rate()
    {
        using Linear layer = nn.Linear(2, 2), other = nn.Linear(2, 2);
        using nn.Module module = nn.Sequential(("first", layer), ("second", other));
        IReadOnlyList<ParameterGroup> groups = RateGroups.Split(
            DecayGroups.Split(module),
            Rate,
            name => name.StartsWith("first", StringComparison.Ordinal) ? 0.5 : 1);
        Assert.Equal(
            [("first.weight", 0.05, null), ("second.weight", null, null), ("first.bias", 0.05, 0), ("second.bias", null, (double?)0)],
            groups.Select(group => (Assert.Single(group.Parameters).Name, group.LearningRate, group.WeightDecay)));
        // A group's own rate is multiplied too.
        ParameterGroup own = new(groups[0].Parameters) { LearningRate = 4, Options = new Dictionary<string, double> { ["beta1"] = 0.5 } };
        ParameterGroup half = Assert.Single(RateGroups.Split([own], Rate, _ => 0.5));
        Assert.Equal((2, 0.5), (half.LearningRate, half.Options["beta1"]));
    }

    [Theory]
    [InlineData("adamw")]
    [InlineData("adam")]
    [InlineData("bert_adam")]
    [InlineData("sgd")]
    public void Step_moves_each_group_as_an_optimizer_of_its_rate_would(string name)
    {
        using var scope = NewDisposeScope();
        double[] factors = [1, 0.5, 0];
        Parameter[] together = [.. factors.Select(_ => New())], alone = [.. factors.Select(_ => New())];
        ParameterGroup all = new([.. together.Select((parameter, i) => new NamedParameter($"p{i}", parameter))]);
        using IOptimizer optimizer = Make(name, RateGroups.Split([all], Rate, p => factors[p[1] - '0']), Rate);
        Assert.Equal(Rate, optimizer.LearningRate);
        Assert.Equal(3, optimizer.Groups.Count);
        for (int i = 0; i < factors.Length; i++)
        {
            using IOptimizer single = Make(name, [new([new("p", alone[i])])], Rate * factors[i]);
            foreach (double schedule in new[] { 0.5, 1, 0.25 })
            {
                alone[i].grad = full_like(alone[i], 3 * schedule);
                single.Step(schedule);
            }
        }
        foreach (double schedule in new[] { 0.5, 1, 0.25 })
        {
            foreach (Parameter parameter in together) parameter.grad = full_like(parameter, 3 * schedule);
            optimizer.Step(schedule);
        }
        for (int i = 0; i < factors.Length; i++) Assert.Equal(Agree.Values(alone[i]), Agree.Values(together[i]));
        Assert.Equal([1, 1], Agree.Values(together[2])); // weight decay included
        Assert.NotEqual(Agree.Values(together[0]), Agree.Values(together[1]));
    }

    [Fact]
    public void State_of_one_group_fits_the_same_parameters_in_several()
    {
        using var scope = NewDisposeScope();
        Parameter one = New(), two = New();
        ParameterGroup all = new([new("one", one), new("two", two)]);
        using IOptimizer plain = Make("adamw", [all], Rate);
        using IOptimizer split = Make("adamw", RateGroups.Split([all], Rate, p => p == "one" ? 0.5 : 2), Rate);
        (one.grad, two.grad) = (ones_like(one), ones_like(two));
        plain.Step();
        split.Restore(plain.State());
        Assert.Equal(plain.State().Keys.Order(), split.State().Keys.Order());
        foreach ((string key, Tensor value) in plain.State()) Assert.Equal(Agree.Values(value), Agree.Values(split.State()[key]));
    }

    private static Parameter New() => new(ones(2, dtype: ScalarType.Float64));

    private static IOptimizer Make(string name, IReadOnlyList<ParameterGroup> groups, double rate) => name switch
    {
        "adamw" => new Optimizers.AdamW(groups, rate, weightDecay: 0.5),
        "adam" => new Optimizers.Adam(groups, rate, weightDecay: 0.5),
        "bert_adam" => new BertAdam(groups, rate, weightDecay: 0.5),
        _ => new Sgd(groups, rate, momentum: 0.9, weightDecay: 0.5),
    };
}
