using System.Text.Json;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Runs;

/// <summary>What <c>label</c> did.</summary>
/// <param name="Status"><c>completed</c> or <c>stopped</c>.</param>
/// <param name="Folder">The folder of the stores; null: the stages of the recipe have several.</param>
/// <param name="Examples">How many different examples there are, each teacher's and each stage's counted.</param>
/// <param name="Asked">About how many of them a teacher was asked now.</param>
/// <param name="Stored">How many are stored.</param>
/// <param name="Bytes">The bytes of the folder's stores.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record LabelResult(string Status, string? Folder, int Examples, int Asked, int Stored, long Bytes, double Seconds)
{
    /// <summary>The stages of the recipe, those that were left out too; null: it has none.</summary>
    public IReadOnlyList<LabelledStage>? Stages { get; init; }

    /// <summary>The result as JSON, over several lines.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ResultJson.Options);
}
