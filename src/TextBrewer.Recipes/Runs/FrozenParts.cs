using TextBrewer.Models.Encoders;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Runs;

/// <summary>The parts of a model that a recipe keeps as they are: they have no gradients, and no process sends any.</summary>
internal static class FrozenParts
{
    /// <summary>Freezes them.</summary>
    /// <param name="module">The model.</param>
    /// <param name="training">Which parts.</param>
    /// <param name="config">The configuration of the model's encoder.</param>
    /// <exception cref="ConfigurationException">A part is not there, or nothing is left to train.</exception>
    internal static void Freeze(nn.Module module, RecipeTraining training, EncoderConfig config)
    {
        if (training.Freeze.Count == 0) return;
        (string Name, Parameter Value)[] parameters = [.. module.named_parameters()];
        ModelParts parts = new(config, [.. parameters.Select(parameter => parameter.Name)]);
        ConfigurationException.ThrowIfAny(
        [
            .. training.Freeze.Where(part => parts.Size(part) == 0)
                .Select(part => $"$.training.freeze names '{part}', which the model has not.{parts.Known(part)}"),
        ]);
        foreach ((string name, Parameter parameter) in parameters)
            if (training.Freeze.Any(part => parts.IsIn(name, part))) parameter.requires_grad = false;
        if (parameters.All(parameter => !parameter.Value.requires_grad))
            throw new ConfigurationException("$.training.freeze names all of the model: nothing is left to train.");
    }
}
