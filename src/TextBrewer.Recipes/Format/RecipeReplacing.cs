using System.Text.Json.Serialization;
using TextBrewer.Naming;

namespace TextBrewer.Recipes.Format;

/// <summary>
/// How a student's layers take the place of its teacher's while they are trained, on labels alone (Xu et al. 2020, BERT-of-Theseus).
/// </summary>
public sealed record RecipeReplacing
{
    /// <summary>
    /// The probability with which each of them does, drawn anew for each micro-batch: a number, <c>["constant", p]</c>, or
    /// <c>["linear", k, b]</c>, which is min(1, k · t + b) after t optimizer steps.
    /// </summary>
    [JsonConverter(typeof(ProbabilityConverter))]
    public Named Probability { get; init; } = Named.Of("constant", 0.5);
}
