using System.Globalization;

namespace TextBrewer.Recipes.Tasks;

/// <summary>A prediction as a person reads it: a line of cells, or a text with a table below it.</summary>
/// <param name="Cells">The cells of the line, the decision first; of a prediction with a table, the text alone.</param>
internal sealed record PredictionView(IReadOnlyList<string> Cells)
{
    /// <summary>The columns of the table; null: the line is all.</summary>
    public IReadOnlyList<PredictionColumn>? Columns { get; init; }

    /// <summary>The rows of the table, a cell for each column.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; init; } = [];

    /// <summary>What is said where the table has no rows.</summary>
    public string Nothing { get; init; } = "";

    /// <summary>A line of cells; those that are null are left out.</summary>
    internal static PredictionView Line(params IEnumerable<string?> cells) => new([.. cells.OfType<string>()]);

    /// <summary>A number with four digits behind the point.</summary>
    internal static string Number(double value) => value.ToString("F4", CultureInfo.InvariantCulture);
}
