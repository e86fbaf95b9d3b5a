using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Torch.Optimizers;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Runs;

/// <summary>The groups of a model's parameters, by weight decay and by the learning rate that a recipe gives each part of it.</summary>
internal sealed class LearningRates
{
    private readonly RecipeTraining _training;
    private readonly EncoderConfig _config;
    private readonly string[] _parameters;
    private readonly ModelParts _parts;
    private readonly Dictionary<string, int> _sizes = new(StringComparer.Ordinal);

    private LearningRates(RecipeTraining training, EncoderConfig config, string[] parameters)
    {
        (_training, _config, _parameters) = (training, config, parameters);
        _parts = new ModelParts(config, parameters);
        foreach (string part in training.LearningRates?.Keys ?? []) _sizes[part] = _parts.Size(part);
    }

    /// <summary>The groups of a model.</summary>
    /// <param name="module">The model.</param>
    /// <param name="training">The learning rate, and the factors on it.</param>
    /// <param name="config">The configuration of the model's encoder.</param>
    /// <exception cref="ConfigurationException">A factor is for a part that the model has not, or that is frozen.</exception>
    internal static IReadOnlyList<ParameterGroup> Groups(nn.Module module, RecipeTraining training, EncoderConfig config)
    {
        FrozenParts.Freeze(module, training, config);
        IReadOnlyList<ParameterGroup> groups = DecayGroups.Split(module); // frozen parameters are in none
        LearningRates rates = new(training, config, [.. groups.SelectMany(group => group.Parameters).Select(parameter => parameter.Name)]);
        ConfigurationException.ThrowIfAny([.. rates.Problems()]);
        return RateGroups.Split(groups, training.Rate, rates.Factor);
    }

    /// <summary>The factor on a parameter's learning rate.</summary>
    private double Factor(string parameter)
    {
        double decay = _training.LayerLearningRateDecay ?? 1;
        double ofLayer = Math.Pow(decay, _config.NumHiddenLayers + 1 - ParameterDepth.Of(parameter, _config));
        return Parts(parameter).FirstOrDefault() is { } part ? ofLayer * _training.LearningRates![part] : ofLayer;
    }

    /// <summary>The parts that a parameter is in, among those that have a factor; what names the fewest parameters first.</summary>
    private IEnumerable<string> Parts(string parameter) =>
        _sizes.Keys.Where(part => _parts.IsIn(parameter, part)).OrderBy(part => _sizes[part]).ThenBy(part => part, StringComparer.Ordinal);

    private IEnumerable<string> Problems()
    {
        foreach (string part in _sizes.Keys.Where(part => _sizes[part] == 0))
            yield return
                $"$.training.learning_rates has a factor for '{part}', which names no parameter that is trained.{_parts.Known(part)}";
        IEnumerable<(string, string)> twins = from parameter in _parameters
                                              let parts = Parts(parameter).ToArray()
                                              where parts.Length > 1 && _sizes[parts[0]] == _sizes[parts[1]]
                                              select (parts[0], parts[1]);
        foreach ((string one, string other) in twins.Distinct())
            yield return $"$.training.learning_rates has factors for '{one}' and for '{other}', which are the same parameters: leave one "
                + "out.";
    }
}
