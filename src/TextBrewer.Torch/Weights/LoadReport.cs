namespace TextBrewer.Torch.Weights;

/// <summary>What became of each tensor of a file and of a module.</summary>
/// <param name="Loaded">Names that were in both, with the same shape.</param>
/// <param name="Missing">The module has them, the file does not.</param>
/// <param name="Unexpected">The file has them, the module does not.</param>
/// <param name="Misshapen">Both have them, with different shapes.</param>
public sealed record LoadReport(
    IReadOnlyList<string> Loaded, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected, IReadOnlyList<MisshapenTensor> Misshapen)
{
    /// <summary>Throws where a tensor of the module did not get its values.</summary>
    /// <exception cref="InvalidDataException">Something is missing or misshapen; all names are in the message.</exception>
    public void ThrowIfIncomplete(string path)
    {
        if (Missing.Count > 0 || Misshapen.Count > 0)
            throw new InvalidDataException($"'{path}' does not fit the model. {this} Check that config.json belongs to these weights.");
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        List<string> parts = [$"Loaded {Loaded.Count} tensors."];
        if (Missing.Count > 0) parts.Add($"Missing: {string.Join(", ", Missing)}.");
        if (Unexpected.Count > 0) parts.Add($"Unexpected: {string.Join(", ", Unexpected)}.");
        if (Misshapen.Count > 0) parts.Add($"Misshapen: {string.Join(", ", Misshapen)}.");
        return string.Join(" ", parts);
    }
}
