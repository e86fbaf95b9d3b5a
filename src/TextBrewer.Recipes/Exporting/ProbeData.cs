using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Recipes.Exporting;

/// <summary>Texts that have no right answer: two forms of a model can be compared on them, and neither can be judged.</summary>
internal sealed class ProbeData(IReadOnlyList<EncodedText> inputs) : TaskData(inputs)
{
    internal override TaskData Sample(int most) => new ProbeData(Spread.Of(Inputs, most));

    internal override TaskScore Score(IReadOnlyList<float[][]> outputs) => new(new Dictionary<string, double>(), null, 0);

    internal override CountedExamples Counted(IReadOnlyList<float[][]> outputs) => new(0, _ => new Dictionary<string, double>());

    internal override IReadOnlyList<string> Decisions(IReadOnlyList<float[][]> outputs) => [];
}
