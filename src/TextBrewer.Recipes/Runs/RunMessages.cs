namespace TextBrewer.Recipes.Runs;

/// <summary>
/// What a run says to a person. Its warnings also stand in its result, the same whether it was stopped between or not.
/// </summary>
/// <param name="say">Takes sentences for a person.</param>
internal sealed class RunMessages(Action<string> say)
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [];

    /// <summary>What stands in the result, in its order.</summary>
    internal IReadOnlyList<string> Warnings => _warnings;

    internal void Say(string sentence) => say(sentence);

    /// <summary>Says something once, however many trainings the run has.</summary>
    internal void SayOnce(string sentence)
    {
        if (_said.Add(sentence)) say(sentence);
    }

    /// <summary>Says a warning, and keeps it for the result.</summary>
    internal void Warn(string sentence)
    {
        Keep(sentence);
        SayOnce($"Warning: {sentence}");
    }

    /// <summary>Keeps a warning for the result that was said before, perhaps by the process that the run was stopped in.</summary>
    internal void Keep(string sentence)
    {
        if (!_warnings.Contains(sentence)) _warnings.Add(sentence);
    }
}
