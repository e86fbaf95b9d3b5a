using TextBrewer.Testing;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Torch.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests;

/// <summary>What every optimizer does alike, whatever its formula.</summary>
public sealed class OptimizerTests
{
    private const double Rate = 0.1;
    private const double Decay = 0.5;

    public static TheoryData<string> All => ["adamw", "adam", "sgd", "sgd without momentum", "bert_adam", "torchsharp"];

    public static TheoryData<string> Own => ["adamw", "adam", "sgd", "bert_adam"];

    [Theory, MemberData(nameof(All))]
    public void Step_leaves_a_parameter_without_gradient_alone_decay_included(string name)
    {
        using var scope = NewDisposeScope();
        Parameter used = new(ones(2)), unused = new(ones(2));
        using IOptimizer optimizer = Make(name, [new([new("used", used), new("unused", unused)])]);

        used.grad = ones(2);
        optimizer.Step();
        Assert.Equal([1, 1], Agree.Values(unused));
        double[] before = Agree.Values(used);
        Assert.NotEqual([1, 1], before);

        // After ZeroGrad there is no gradient again, not one of zeros, which would decay and go on with the momentum.
        optimizer.ZeroGrad();
        unused.grad = ones(2);
        optimizer.Step();
        Assert.Equal(before, Agree.Values(used));
        Assert.NotEqual([1, 1], Agree.Values(unused));
    }

    [Theory]
    [InlineData("adamw", "beta1", 0.5)]
    [InlineData("adam", "eps", 0.5)]
    [InlineData("bert_adam", "beta2", 0.5)]
    [InlineData("sgd", "momentum", 0.25)]
    [InlineData("sgd", "momentum", 0.0)]
    [InlineData("sgd without momentum", "momentum", 0.25)]
    public void Option_of_a_group_moves_it_as_an_optimizer_with_that_option_would(string name, string option, double value)
    {
        using var scope = NewDisposeScope();
        Parameter plain = New(), own = New(), alone = New(), expected = New();
        using IOptimizer two = Make(name, [new([new("plain", plain)]), new([new("own", own)]) { Options = Only(option, value) }]);
        using IOptimizer first = Make(name, [new([new("alone", alone)])]);
        using IOptimizer second = WithOption(name, option, value, [new([new("expected", expected)])]);
        for (int step = 1; step <= 3; step++)
        {
            foreach (Parameter parameter in (Parameter[])[plain, own, alone, expected]) parameter.grad = full_like(parameter, step);
            foreach (IOptimizer optimizer in (IOptimizer[])[two, first, second]) optimizer.Step();
        }
        Assert.Equal(Agree.Values(alone), Agree.Values(plain));
        Assert.Equal(Agree.Values(expected), Agree.Values(own));
        Assert.NotEqual(Agree.Values(plain), Agree.Values(own));

        static Parameter New() => new(ones(2, dtype: ScalarType.Float64));
    }

    [Theory, MemberData(nameof(Own))]
    public void Option_that_the_optimizer_does_not_know_is_named_with_those_it_knows(string name)
    {
        using var scope = NewDisposeScope();
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => Make(name, [new([new("p", new Parameter(ones(2)))]) { Options = Only("alpha", 1) }]));
        Assert.Contains("'alpha'", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            name == "sgd" ? "lr, weight_decay, momentum, nesterov" : "lr, weight_decay, beta1, beta2, eps",
            error.Message,
            StringComparison.Ordinal);
    }

    private static Dictionary<string, double> Only(string option, double value) => new() { [option] = value };

    private static IOptimizer WithOption(string name, string option, double value, IReadOnlyList<ParameterGroup> groups) => name switch
    {
        "adamw" => new Optimizers.AdamW(groups, Rate, beta1: value, weightDecay: Decay),
        "adam" => new Optimizers.Adam(groups, Rate, epsilon: value, weightDecay: Decay),
        "bert_adam" => new BertAdam(groups, Rate, beta2: value, weightDecay: Decay),
        _ => new Sgd(groups, Rate, momentum: value, weightDecay: Decay),
    };

    [Theory, MemberData(nameof(All))]
    public void Step_with_a_factor_scales_every_groups_own_rate(string name)
    {
        using var scope = NewDisposeScope();
        // How far the second step moves each group, by the factor.
        double[] none = Second(0), half = Second(0.5), full = Second(1);
        foreach (int group in new[] { 0, 1 })
        {
            Assert.NotEqual(none[group], full[group]);
            Agree.Assert((none[group] + full[group]) / 2, half[group], 1e-12, $"group {group}");
        }
        Assert.NotEqual(full[0], full[1]);

        double[] Second(double factor)
        {
            Parameter first = new(ones(2, dtype: ScalarType.Float64)), second = new(ones(2, dtype: ScalarType.Float64));
            using IOptimizer optimizer = Make(name, [new([new("first", first)]), new([new("second", second)]) { LearningRate = 0.3 }]);
            Assert.Equal(Rate, optimizer.LearningRate);
            (first.grad, second.grad) = (ones_like(first), ones_like(second));
            optimizer.Step();
            optimizer.Step(factor);
            return [Agree.Values(first)[0], Agree.Values(second)[0]];
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Step_with_a_divisor_is_that_of_gradients_which_were_divided_before(string name)
    {
        using var scope = NewDisposeScope();
        const double Divisor = 3; // which float32 has
        Parameter divided = New(), expected = New(), whole = New();
        using IOptimizer first = Make(name, [new([new("p", divided)])]), second = Make(name, [new([new("p", expected)])]),
            third = Make(name, [new([new("p", whole)])]);
        for (int step = 1; step <= 3; step++)
        {
            foreach (Parameter parameter in (Parameter[])[divided, whole]) parameter.grad = Gradient(step);
            expected.grad = Gradient(step) / Divisor;
            first.Step(gradientDivisor: Divisor);
            second.Step();
            third.Step();
        }
        Assert.Equal(Agree.Values(expected), Agree.Values(divided), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.NotEqual(Agree.Values(whole), Agree.Values(divided));

        static Parameter New() => new(ones(2, dtype: ScalarType.Float64));

        // The size of gradients matters to Adam only where they are as small as its epsilon.
        static Tensor Gradient(int step) => tensor(new double[] { step * step, 1e-8 * step });
    }

    [Theory, MemberData(nameof(Own))]
    public void State_of_a_parameter_comes_into_being_with_its_first_gradient(string name)
    {
        using var scope = NewDisposeScope();
        Parameter used = new(ones(2)), unused = new(ones(2));
        using IOptimizer optimizer = Make(name, [new([new("used", used), new("unused", unused)])]);
        Assert.Empty(optimizer.State());
        used.grad = ones(2);
        optimizer.Step();
        Assert.NotEmpty(optimizer.State());
        Assert.All(optimizer.State().Keys, key => Assert.EndsWith(".used", key, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(All))]
    public void Steps_and_a_state_through_a_file_leave_no_tensor_behind(string name)
    {
        using TemporaryFolder folder = new();
        using Parameter parameter = new(ones(2));
        LiveTensors.Unchanged(() =>
        {
            using IOptimizer optimizer = Make(name, [new([new("p", parameter)])]), other = Make(name, [new([new("p", parameter)])]);
            using (NewDisposeScope()) parameter.grad = ones(2);
            optimizer.Step();
            other.Step();
            SafetensorsFile.Write(folder["optimizer.safetensors"], optimizer.State(), null);
            using (NewDisposeScope())
            using (SafetensorsFile file = SafetensorsFile.Open(folder["optimizer.safetensors"])) other.Restore(
                file.Entries.Keys.ToDictionary(key => key, file.Read));
            other.Step();
            other.ZeroGrad();
        });
    }

    [Theory]
    [InlineData("adamw", "sgd", "momentum_buffer.p")]
    [InlineData("sgd", "adamw", "exp_avg.p")]
    [InlineData("torchsharp", "adamw", "torchsharp")]
    [InlineData("adamw", "torchsharp", "torchsharp")]
    public void Restore_of_another_optimizers_state_is_refused_by_name(string name, string saved, string says)
    {
        using var scope = NewDisposeScope();
        Parameter parameter = new(ones(2)) { grad = ones(2) };
        using IOptimizer optimizer = Make(name, [new([new("p", parameter)])]), other = Make(saved, [new([new("p", parameter)])]);
        other.Step();
        Assert.Contains(
            $"'{says}'",
            Assert.Throws<InvalidDataException>(() => optimizer.Restore(other.State())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_of_a_state_with_another_shape_or_a_part_missing_is_refused()
    {
        using var scope = NewDisposeScope();
        Parameter parameter = new(ones(2));
        using Optimizers.AdamW optimizer = new([new([new("p", parameter)])], Rate);
        Dictionary<string, Tensor> state = new() { ["exp_avg.p"] = ones(2), ["exp_avg_sq.p"] = ones(1), ["step.p"] = ones([]) };
        Assert.Contains("(1)", Assert.Throws<InvalidDataException>(() => optimizer.Restore(state)).Message, StringComparison.Ordinal);
        state.Remove("step.p");
        Assert.Contains("'step.p'", Assert.Throws<InvalidDataException>(() => optimizer.Restore(state)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_of_a_torchsharp_optimizers_state_keeps_this_runs_rate_and_refuses_another_kind()
    {
        using var scope = NewDisposeScope();
        Parameter parameter = new(ones(2)) { grad = ones(2) };
        ParameterGroup[] groups = [new([new("p", parameter)])];
        using TorchSharpOptimizer saved = new(groups, _ => optim
            .SGD([parameter], learningRate: 7, momentum: 0.9)), other = new(groups, _ => optim.Adam([parameter]));
        using TorchSharpOptimizer optimizer = new(groups, _ => optim.SGD([parameter], Rate, momentum: 0.9));
        optimizer.Restore(saved.State());
        optimizer.Step();
        Agree.Assert([1 - Rate, 1 - Rate], Agree.Values(parameter), 1e-6, "parameter");
        Assert.Contains("Adam", Assert.Throws<InvalidDataException>(() => other.Restore(saved.State())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TorchSharp_optimizer_that_forgets_a_group_is_refused()
    {
        using var scope = NewDisposeScope();
        ParameterGroup[] groups = [new([new("first", new Parameter(ones(2)))]), new([new("second", new Parameter(ones(2)))])];
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new TorchSharpOptimizer(groups, g => optim.Adam(g[0].Parameters.Select(p => p.Value))));
        Assert.Contains("1 of the 2 parameters", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("sgd")]
    [InlineData("sgd without momentum")]
    [InlineData("nesterov")]
    public void Optimizer_with_weight_decay_takes_TorchSharps_steps(string name)
    {
        using var scope = NewDisposeScope();
        Parameter own = new(ones(2)), theirs = new(ones(2));
        using IOptimizer optimizer = Make(name, [new([new("p", own)])]);
        using OptimizerHelper expected = name switch
        {
            "adam" => optim.Adam([theirs], Rate, weight_decay: Decay),
            "sgd" => optim.SGD([theirs], Rate, momentum: 0.9, weight_decay: Decay),
            "nesterov" => optim.SGD([theirs], Rate, momentum: 0.9, nesterov: true, weight_decay: Decay),
            _ => optim.SGD([theirs], Rate, weight_decay: Decay),
        };
        for (int step = 0; step < 4; step++)
        {
            (own.grad, theirs.grad) = (full(2, step - 1.5), full(2, step - 1.5));
            optimizer.Step();
            expected.step();
        }
        Agree.Assert(Agree.Values(theirs), Agree.Values(own), 1e-5, name);
    }

    [Fact]
    public void Nesterov_without_momentum_is_refused() => Assert.Throws<ArgumentException>(() => new Sgd([], Rate, nesterov: true));

    private static IOptimizer Make(string name, IReadOnlyList<ParameterGroup> groups) => name switch
    {
        "adamw" => new Optimizers.AdamW(groups, Rate, weightDecay: Decay),
        "adam" => new Optimizers.Adam(groups, Rate, weightDecay: Decay),
        "sgd" => new Sgd(groups, Rate, momentum: 0.9, weightDecay: Decay),
        "nesterov" => new Sgd(groups, Rate, momentum: 0.9, nesterov: true, weightDecay: Decay),
        "sgd without momentum" => new Sgd(groups, Rate, weightDecay: Decay),
        "bert_adam" => new BertAdam(groups, Rate, weightDecay: Decay),
        _ => new TorchSharpOptimizer(groups, all => optim.SGD(all.Select(Group), Rate, momentum: 0.9, weight_decay: Decay)),
    };

    private static SGD.ParamGroup Group(ParameterGroup group) =>
        new(
            [.. group.Parameters.Select(p => p.Value)],
            lr: group.LearningRate ?? Rate,
            momentum: 0.9,
            weight_decay: group.WeightDecay ?? Decay);
}
