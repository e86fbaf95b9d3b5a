namespace TextBrewer.Configuration;

/// <summary>A way to find for student layers the teacher layers that they are compared with, whatever the two depths.</summary>
/// <param name="Name">Its name, which stands before a colon and a loss: <c>evenly:hidden_mse</c>.</param>
/// <param name="Meaning">One line for a person.</param>
/// <param name="Layers">The pairs of layers, for a teacher and a student of so many layers; 0 are the embeddings.</param>
public sealed record MatchSpread(
    string Name,
    string Meaning,
    Func<int, int, IEnumerable<(int Student, int Teacher)>> Layers)
{
    /// <summary>Every way.</summary>
    public static IReadOnlyList<MatchSpread> All { get; } =
    [
        new("evenly", "student layer i with teacher layer round(i · T / S), embeddings too", (teacher, student) =>
            Enumerable.Range(0, student + 1).Select(i => (i, Even(i, teacher, student)))),
        new("skip", "the same without embeddings and last layer (PKD-Skip, Sun et al. 2019)", (teacher, student) =>
            Enumerable.Range(1, student - 1).Select(i => (i, Even(i, teacher, student)))),
        new("last", "the layers before the student's last with those before the teacher's last (PKD-Last, Sun et al. 2019)",
            (teacher, student) => Enumerable.Range(1, student - 1).Select(i => (i, Math.Max(0, teacher - student) + i))),
        new("final", "the last layer with the last", (teacher, student) => [(student, teacher)]),
    ];

    /// <summary>The way and the loss of a name; null: it has none of the ways' names before a colon.</summary>
    internal static (MatchSpread Spread, string Loss)? Of(string name)
    {
        MatchSpread? spread = All.FirstOrDefault(known => name.StartsWith(known.Name + ":", StringComparison.Ordinal));
        return spread is null ? null : (spread, name[(spread.Name.Length + 1)..]);
    }

    private static int Even(int layer, int teacher, int student) =>
        (int)Math.Round((double)layer * teacher / student, MidpointRounding.ToEven);
}
