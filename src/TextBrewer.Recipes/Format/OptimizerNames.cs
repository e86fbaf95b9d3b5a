using TextBrewer.Naming;
using TextBrewer.Torch.Optimizers;

namespace TextBrewer.Recipes.Format;

/// <summary>The optimizers that a recipe can name.</summary>
public static class OptimizerNames
{
    /// <summary><c>adamw</c>, <c>adam</c>, <c>sgd</c>, <c>bert_adam</c>, and what is registered.</summary>
    public static NameTable<OptimizerFactory> Table { get; } = new("optimizer")
    {
        ["adamw"] = named => Betas(named, 1e-8, (groups, rate, decay, a, b, epsilon) => new AdamW(groups, rate, a, b, epsilon, decay)),
        ["adam"] = named => Betas(named, 1e-8, (groups, rate, decay, a, b, epsilon) => new Adam(groups, rate, a, b, epsilon, decay)),
        ["bert_adam"] = named => Betas(
            named,
            1e-6,
            (groups, rate, decay, a, b, epsilon) => new BertAdam(groups, rate, a, b, epsilon, decay)),
        ["sgd"] = named =>
        {
            double momentum = named.Numbers(("momentum", 0))[0];
            return Refusing((groups, rate, decay) => new Sgd(groups, rate, momentum: momentum, weightDecay: decay));
        },
    };

    private static OptimizerFactory Betas(
        Named named,
        double epsilon,
        Func<IReadOnlyList<ParameterGroup>, double, double, double, double, double, IOptimizer> make)
    {
        double[] values = named.Numbers(("beta1", 0.9), ("beta2", 0.999), ("eps", epsilon));
        return Refusing((groups, rate, decay) => make(groups, rate, decay, values[0], values[1], values[2]));
    }

    /// <summary>What an optimizer does not know in a projection's options is a mistake of the recipe.</summary>
    private static OptimizerFactory Refusing(OptimizerFactory make) => (groups, rate, decay) =>
    {
        try
        {
            return make(groups, rate, decay);
        }
        catch (ArgumentException problem)
        {
            throw new ConfigurationException($"$.distillation: a projection's optimizer group does not fit. {problem.Message}", problem);
        }
    };
}
