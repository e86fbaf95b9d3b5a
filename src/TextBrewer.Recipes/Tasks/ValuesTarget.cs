namespace TextBrewer.Recipes.Tasks;

/// <summary>Numbers: 0 or 1 for each of several labels, or the value of a regression.</summary>
/// <param name="Values">The numbers.</param>
/// <param name="IsKnown">Whether they are there; if not, the values are such that a loss leaves them out: −1 for labels, NaN for a
/// regression.</param>
internal sealed record ValuesTarget(float[] Values, bool IsKnown) : Target
{
    /// <inheritdoc/>
    public override bool IsLabelled => IsKnown;

    internal override void Pack(PackedWriter writer)
    {
        writer.Unsigned(IsKnown ? 1 : 0);
        writer.Unsigned(Values.Length);
        foreach (float value in Values) writer.Number(value);
    }

    internal override Target Unpack(ref PackedReader reader)
    {
        bool known = reader.Unsigned() == 1;
        float[] values = new float[reader.Unsigned()];
        for (int i = 0; i < values.Length; i++) values[i] = reader.Number();
        return new ValuesTarget(values, known);
    }
}
