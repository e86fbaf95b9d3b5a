using TextBrewer.Testing;
using TextBrewer.Torch.Replacing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests.Replacing;

/// <summary>Modules of a large model, each a factor, and small ones that take their place.</summary>
public sealed class ModuleReplacementTests
{
    private static readonly double[][] Large = [[2, -0.5], [3], [0.25, 4]];

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Each_successor_is_drawn_as_often_as_the_probability_says_and_independently_of_the_others(double probability)
    {
        const int Draws = 10_000;
        using Ship ship = new(1, 1, 1);
        ship.Replacement.Probability = probability;
        random.manual_seed(7);
        int[] counts = new int[3];
        int firstTwo = 0;
        for (int i = 0; i < Draws; i++)
        {
            bool[] drawn = ship.Drawn();
            for (int module = 0; module < 3; module++) counts[module] += drawn[module] ? 1 : 0;
            firstTwo += drawn[0] && drawn[1] ? 1 : 0;
        }
        // Five standard deviations of a binomial.
        Assert.All(counts, count => Assert.InRange(count - (Draws * probability), -Five(probability), Five(probability)));
        double both = probability * probability;
        Assert.InRange(firstTwo - (Draws * both), -Five(both), Five(both));

        static double Five(double p) => 5 * Math.Sqrt(Draws * p * (1 - p));
    }

    [Fact]
    public void Modules_are_all_the_predecessors_at_0_and_all_the_successors_at_1()
    {
        using Ship ship = new(5, 6, 7);
        for (int i = 0; i < 1000; i++) Assert.Equal(Large.SelectMany(group => group), ship.Factors());
        ship.Replacement.Probability = 1;
        for (int i = 0; i < 1000; i++) Assert.Equal([5, 6, 7], ship.Factors());
    }

    [Fact]
    public void Draws_are_those_of_torch_and_as_many_at_any_probability()
    {
        using Ship ship = new(1, 1, 1);
        random.manual_seed(3);
        double[] numbers = rand([3], ScalarType.Float64).data<double>().ToArray();
        byte[] behind = random.get_rng_state().bytes.ToArray();
        foreach (double probability in (double[])[0, 0.4, 0.6, 1])
        {
            ship.Replacement.Probability = probability;
            random.manual_seed(3);
            Assert.Equal(numbers.Select(number => number < probability), ship.Drawn());
            Assert.Equal(behind, random.get_rng_state().bytes.ToArray());
        }
    }

    [Fact]
    public void Steps_are_those_of_the_formula_in_plain_arithmetic()
    {
        const double Input = 1.5, Wanted = 2, Rate = 0.01;
        double[] small = [1.25, -0.75, 0.5];
        using Ship ship = new(small);
        ship.Replacement.Probability = 0.5;
        random.manual_seed(11);
        HashSet<int> patterns = [];
        for (int step = 0; step < 40; step++)
        {
            using Tensor before = random.get_rng_state();
            bool[] drawn = ship.Drawn();
            random.set_rng_state(before);
            patterns.Add(drawn.Select((one, i) => one ? 1 << i : 0).Sum());

            // y = x · Π f_i, f_i = r_i · w_i + (1 − r_i) · Π prd_i; L = (y − z)²; ∂L/∂w_i = 2 (y − z) · y / w_i where r_i = 1, else 0.
            double[] factors = [.. small.Select((w, i) => drawn[i] ? w : Large[i].Aggregate((a, b) => a * b))];
            double y = factors.Aggregate(Input, (product, factor) => product * factor);
            double[] next = [.. small.Select((w, i) => drawn[i] ? w - (Rate * 2 * (y - Wanted) * y / w) : w)];

            using (NewDisposeScope())
            {
                Tensor output = ship.Run(tensor(Input, ScalarType.Float64));
                Assert.Equal(y, output.item<double>(), 1e-12);
                (output - Wanted).square().backward();
            }
            ship.Descend(Rate);
            Assert.All(ship.Small.Zip(next), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
            small = next;
        }
        Assert.Equal(8, patterns.Count); // from none to all
    }

    [Fact]
    public void Predecessors_are_frozen_and_a_pass_without_a_successor_goes_backward_to_nobody()
    {
        using Ship ship = new(1, 1, 1);
        using DisposeScope scope = NewDisposeScope();
        Assert.DoesNotContain(ship.All, module => module.weight!.requires_grad && !ship.Successors.Contains(module));
        Tensor output = ship.Run(tensor(1.0));
        Assert.True(output.requires_grad);
        output.square().backward();
        Assert.All(ship.All, module => Assert.Null(module.weight!.grad));
        using (no_grad()) Assert.False(ship.Run(tensor(1.0)).requires_grad);
    }

    [Fact]
    public void Pass_leaves_no_tensor_behind()
    {
        using Ship ship = new(1, 1, 1);
        ship.Replacement.Probability = 0.5;
        LiveTensors.Unchanged(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            ship.Run(tensor(1.0)).square().backward();
            ship.Descend(0.1);
        });
    }

    [Fact]
    public void Groups_that_are_missing_or_empty_and_numbers_that_are_no_probabilities_are_refused()
    {
        using Factor one = new(1);
        Assert.Contains("no successors", Assert.Throws<ArgumentException>(() => Of([], [])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "2 groups of predecessors for 1",
            Assert.Throws<ArgumentException>(() => Of([[one], [one]], [one])).Message,
            StringComparison.Ordinal);
        Assert.Contains("is empty", Assert.Throws<ArgumentException>(() => Of([[]], [one])).Message, StringComparison.Ordinal);
        foreach (double wrong in (double[])[-0.1, 1.1, double.NaN])
            Assert.Throws<ArgumentOutOfRangeException>(() => Of([[one]], [one]).Probability = wrong);

        static ModuleReplacement<Factor> Of(IReadOnlyList<IReadOnlyList<Factor>> large, IReadOnlyList<Factor> small) => new(large, small);
    }

    private sealed class Ship : IDisposable
    {
        private readonly Factor[][] _predecessors = [.. Large.Select(group => group.Select(value => new Factor(value)).ToArray())];

        internal Ship(params double[] successors)
        {
            Successors = [.. successors.Select(value => new Factor(value))];
            Replacement = new(_predecessors, Successors);
        }

        internal ModuleReplacement<Factor> Replacement { get; }

        internal Factor[] Successors { get; }

        internal IEnumerable<Factor> All => Successors.Concat(_predecessors.SelectMany(group => group));

        internal IEnumerable<double> Small => Successors.Select(module => module.Value);

        internal IEnumerable<double> Factors() => [.. Replacement.Draw().Select(module => module.Value)];

        internal bool[] Drawn()
        {
            IReadOnlyList<Factor> modules = Replacement.Draw();
            return [.. Successors.Select(successor => modules.Contains(successor))];
        }

        internal Tensor Run(Tensor input) => Replacement.Run(input, (module, x) => module.call(x));

        internal void Descend(double rate)
        {
            using var noGrad = no_grad();
            foreach (Factor module in Successors)
            {
                using Tensor? gradient = module.weight!.grad;
                if (gradient is null) continue;
                using Tensor change = gradient * rate;
                module.weight.sub_(change);
                module.weight.grad = null;
            }
        }

        public void Dispose()
        {
            foreach (Factor module in All) module.Dispose();
        }
    }

    /// <summary>A module that multiplies by a number.</summary>
    private sealed class Factor : nn.Module<Tensor, Tensor>
    {
        public readonly Parameter weight;

        internal Factor(double value) : base("factor")
        {
            weight = new Parameter(tensor(value, ScalarType.Float64));
            RegisterComponents();
        }

        internal double Value => weight.item<double>();

        public override Tensor forward(Tensor input) => input * weight;
    }
}
