using TextBrewer.Models.Encoders;
using TextBrewer.Models.Pretrained;

namespace TextBrewer.Recipes.Format;

/// <summary>The layers of its teacher that a student can begin with, by the names that a recipe has for them.</summary>
internal static class InitialLayers
{
    /// <summary>Each name, what it means, and (teacher's layers, student's layers) → a teacher's layer for each of the student's.</summary>
    internal static readonly IReadOnlyList<(string Name, string Meaning, Func<int, int, IReadOnlyList<int>> Of)> All =
    [
        ("every_kth", "the last layer of each group: of 12 layers 3 are 3, 7 and 11", LayerInitialization.EveryKth),
        (First, "the first layers", (_, student) => LayerInitialization.First(student)),
        ("last", "the last layers", LayerInitialization.Last),
        ("evenly", "the first, the last, and evenly between: of 12 layers 3 are 0, 6 and 11", LayerInitialization.Evenly),
    ];

    /// <summary>The start that ended ahead wherever whole trainings were compared (docs/students.md).</summary>
    internal const string First = "first";

    /// <summary>A start from nobody's weights.</summary>
    internal const string Random = "random";

    /// <summary>The first layers where they fit, else a start from nobody's weights.</summary>
    internal const string Auto = "auto";

    /// <summary>All that a recipe can say, for an error.</summary>
    internal static string Known =>
        $"{Random}, {Auto}, {string.Join(", ", All.Select(one => one.Name))}, {LayerSearch.Name}, or a list of teacher layers";

    /// <summary>What <c>auto</c> is for a student.</summary>
    /// <param name="student">Its configuration.</param>
    /// <param name="teacher">That of its teacher; null: the teacher is no folder of ours.</param>
    internal static string Choose(EncoderConfig student, EncoderConfig? teacher) =>
        teacher is not null && LayerInitialization.Fits(teacher, student) ? First : Random;

    /// <summary>The layers of a name; null: there is no such name.</summary>
    internal static Func<int, int, IReadOnlyList<int>>? Find(string name) => All.FirstOrDefault(one => one.Name == name).Of;
}
