using TextBrewer.Adaptors;
using TextBrewer.Data;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Teachers;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>Counts how often teachers are really asked about each example.</summary>
internal sealed class AskedExamples
{
    internal Dictionary<UInt128, int> Times { get; } = [];

    internal ITeacher<TextBatch> Around(ITeacher<TextBatch> teacher) => new Counted(this, teacher);

    private sealed class Counted(AskedExamples asked, ITeacher<TextBatch> teacher) : ITeacher<TextBatch>
    {
        public Signals Teach(Batch<TextBatch> batch)
        {
            foreach (Example example in batch.Content.Examples)
                asked.Times[example.Key] = asked.Times.GetValueOrDefault(example.Key) + 1;
            return teacher.Teach(batch);
        }
    }
}
