using System.Collections.Concurrent;
using System.Text;

namespace TextBrewer.Text.Tokenizing;

/// <summary>A character taken apart into base and marks (Unicode's canonical decomposition).</summary>
internal static class Decomposition
{
    private static readonly ConcurrentDictionary<int, Rune[]> Known = new();

    internal static Rune[] Of(Rune rune) =>
        Known.GetOrAdd(rune.Value, static value => [.. new Rune(value).ToString().Normalize(NormalizationForm.FormD).EnumerateRunes()]);
}
