using TextBrewer.Reports.Results;
using TextBrewer.Text.Features;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Recipes.Tasks;

/// <summary>A data file as a model's task reads it: what goes into the model, and what its outputs are measured by.</summary>
public abstract class TaskData
{
    internal TaskData(IReadOnlyList<EncodedText> inputs) => Inputs = inputs;

    /// <summary>What goes into a model.</summary>
    internal IReadOnlyList<EncodedText> Inputs { get; }

    /// <summary>At most so many of the examples, evenly from the first to the last: what an evaluation while training looks at.</summary>
    internal abstract TaskData Sample(int most);

    /// <summary>How good outputs are; examples without a label are left out.</summary>
    /// <param name="outputs">For each input, the values of each of the model's logits, padding included at the end.</param>
    internal abstract TaskScore Score(IReadOnlyList<float[][]> outputs);

    /// <summary>The examples that metrics are computed over, their answers found, for who scores them again and again.</summary>
    /// <param name="outputs">For each input, the values of each of the model's logits, padding included at the end.</param>
    internal abstract CountedExamples Counted(IReadOnlyList<float[][]> outputs);

    /// <summary>What outputs decide, example by example (tagging: token by token); empty where a task decides nothing.</summary>
    internal abstract IReadOnlyList<string> Decisions(IReadOnlyList<float[][]> outputs);

    /// <summary>What decisions are about, for a person.</summary>
    internal virtual string Decided => "examples";

    /// <summary>
    /// The entities that outputs find, sentence by sentence; null: the task finds none, and its decisions are compared one by one. Of tags
    /// nearly all say that a word is in no entity, and two models that find nothing would agree on these.
    /// </summary>
    internal virtual IReadOnlyList<IReadOnlyList<Entity>>? Found(IReadOnlyList<float[][]> outputs) => null;

    /// <summary>
    /// The examples as a person reads them. A question that is read in windows is one example and several inputs; texts that nobody reads
    /// are none.
    /// </summary>
    internal virtual IReadOnlyList<ReadableExample> Examples => [];

    /// <summary>What outputs say about each of the examples, and how sure they are.</summary>
    /// <param name="outputs">For each input, the values of each of the model's logits, padding included at the end.</param>
    internal virtual IReadOnlyList<PredictionRecord> Records(IReadOnlyList<float[][]> outputs) => [];
}
