using System.Globalization;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Naming;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// The parts of a model that a recipe can name: <c>embeddings</c>, <c>layers</c>, <c>layer.0</c> and so on, <c>head</c>, or a module by its
/// path.
/// </summary>
/// <param name="config">The configuration of the model's encoder.</param>
/// <param name="parameters">The names of the model's parameters.</param>
internal sealed class ModelParts(EncoderConfig config, IReadOnlyList<string> parameters)
{
    private const string Embeddings = "embeddings", Layers = "layers", Head = "head";

    /// <summary>How many parameters a part has.</summary>
    internal int Size(string part) => parameters.Count(parameter => IsIn(parameter, part));

    /// <summary>Whether a parameter is in a part.</summary>
    internal bool IsIn(string parameter, string part) =>
        GroupsOf(parameter).Contains(part) || parameter == part || parameter.StartsWith(part + ".", StringComparison.Ordinal);

    /// <summary>What parts there are, with the one that was perhaps meant, behind a space.</summary>
    /// <param name="part">A part that there is not.</param>
    internal string Known(string part)
    {
        string[] groups = [.. parameters.OrderBy(parameter => ParameterDepth.Of(parameter, config)).SelectMany(GroupsOf).Distinct()];
        return $"{Nearest.Question(part, groups.Concat(Modules()))} Parts: {string.Join(", ", groups)}, or a module's path, like "
            + $"{Modules().First()}.";
    }

    private string[] GroupsOf(string parameter)
    {
        int depth = ParameterDepth.Of(parameter, config);
        if (depth == 0) return [Embeddings];
        return depth > config.NumHiddenLayers ? [Head] : [Layers, string.Create(CultureInfo.InvariantCulture, $"layer.{depth - 1}")];
    }

    /// <summary>The paths of the parameters, and of the modules that they are in.</summary>
    private IEnumerable<string> Modules() => parameters
        .SelectMany(parameter => parameter.Split('.').Select((_, i) => string.Join('.', parameter.Split('.')[..(i + 1)])))
        .Distinct(StringComparer.Ordinal);
}
