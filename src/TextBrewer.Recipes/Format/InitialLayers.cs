using TextBrewer.Models.Pretrained;

namespace TextBrewer.Recipes.Format;

/// <summary>The layers of its teacher that a student can begin with, by the names that a recipe has for them.</summary>
internal static class InitialLayers
{
    /// <summary>Each name, what it means, and (teacher's layers, student's layers) → a teacher's layer for each of the student's.</summary>
    internal static readonly IReadOnlyList<(string Name, string Meaning, Func<int, int, IReadOnlyList<int>> Of)> All =
    [
        ("every_kth", "the last layer of each group: of 12 layers 3 are 3, 7 and 11", LayerInitialization.EveryKth),
        ("first", "the first layers", (_, student) => LayerInitialization.First(student)),
        ("last", "the last layers", LayerInitialization.Last),
        ("evenly", "the first, the last, and evenly between: of 12 layers 3 are 0, 6 and 11", LayerInitialization.Evenly),
    ];

    /// <summary>A start from nobody's weights.</summary>
    internal const string Random = "random";

    /// <summary>All that a recipe can say, for an error.</summary>
    internal static string Known =>
        $"{Random}, {string.Join(", ", All.Select(one => one.Name))}, {LayerSearch.Name}, or a list of teacher layers";

    /// <summary>The layers of a name; null: there is no such name.</summary>
    internal static Func<int, int, IReadOnlyList<int>>? Find(string name) => All.FirstOrDefault(one => one.Name == name).Of;
}
