using TextBrewer.Reports.Results;

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

    /// <summary>
    /// The examples as a person reads them. A question that is read in windows is one example and several inputs; texts that nobody reads
    /// are none.
    /// </summary>
    public virtual IReadOnlyList<ReadableExample> Examples => [];

    /// <summary>What outputs say about each of the examples, and how sure they are.</summary>
    /// <param name="outputs">As for <see cref="Score"/>.</param>
    public virtual IReadOnlyList<PredictionRecord> Judge(IReadOnlyList<float[][]> outputs) => [];
}
