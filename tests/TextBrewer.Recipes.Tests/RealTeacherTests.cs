using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests;

/// <summary>Real teachers on real files: what transformers finds. The whole of it, SQuAD included, is <c>bench teachers</c>.</summary>
public sealed class RealTeacherTests
{
    [Theory]
    [InlineData("sst2", "sst2/dev.tsv", 781, 872, "accuracy", 0.89564)]
    [InlineData("wnut17", "wnut17/emerging.dev.conll", 428, 836, "f1", 0.57029)]
    public void Evaluate_of_a_real_teacher_finds_what_transformers_finds(
        string name,
        string file,
        long right,
        long count,
        string metric,
        double value)
    {
        using LoadedModel teacher = new(Golden.Shared($"models/{name}"));
        TaskScore score = teacher.Evaluate(teacher.Read(new RecipeTable { Path = Golden.Shared($"data/{file}") }));
        Assert.Equal((right, count), (score.Right, score.Count));
        Assert.Equal(value, score.Metrics[metric], 5e-6);
    }
}
