using TextBrewer.Models.Encoders;
using TextBrewer.Models.Pretrained;

namespace TextBrewer.Recipes.Checks;

/// <summary>A student that is wider or deeper than its teacher.</summary>
internal sealed class WiderStudent : ICheck
{
    public IEnumerable<CheckFinding> Look(CheckedRecipe recipe)
    {
        if (recipe.Tasks[0].FirstModel is not { } teacher) yield break;
        (EncoderConfig small, EncoderConfig large) = (recipe.Trained[0].Config, teacher.Config);
        if (small.HiddenSize > large.HiddenSize) yield return CheckFinding.Warning(
            "$.student",
            $"The student is {small.HiddenSize} wide and its teacher {large.HiddenSize}.",
            "Give hidden_size of its config the teacher's width or less.");
        if (small.NumHiddenLayers > large.NumHiddenLayers) yield return CheckFinding.Warning(
            "$.student",
            $"The student has {small.NumHiddenLayers} layers and its teacher {large.NumHiddenLayers}.",
            "Give num_hidden_layers of its config the teacher's depth or less.");
        else if (small.HiddenSize <= large.HiddenSize && ModelSize.Parameters(recipe.Trained[0]) >= ModelSize.Parameters(teacher))
            yield return CheckFinding.Warning(
                "$.student",
                "The student has no fewer parameters than its teacher: it will be no faster.",
                "Give its config fewer layers, or a smaller hidden_size.");
    }
}
