namespace TextBrewer.Recipes.Tasks;

/// <summary>A file as a task sees it: what goes into a model, and what the model's outputs are measured by.</summary>
public abstract class TaskData(IReadOnlyList<EncodedText> inputs)
{
    /// <summary>What goes into a model.</summary>
    public IReadOnlyList<EncodedText> Inputs => inputs;

    /// <summary>How good outputs are; examples without a label are left out.</summary>
    /// <param name="outputs">For each input, the values of each of the model's logits, padding included at the end.</param>
    public abstract TaskScore Score(IReadOnlyList<float[][]> outputs);

    /// <summary>What outputs decide, example by example (tagging: token by token); empty where a task decides nothing.</summary>
    public abstract IReadOnlyList<string> Decisions(IReadOnlyList<float[][]> outputs);
}
