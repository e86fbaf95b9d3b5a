using System.Globalization;
using TextBrewer.Adaptors;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Benchmarks;

/// <summary>Real teachers on whole files, against what transformers finds.</summary>
internal static class TeacherBenchmark
{
    private static readonly (string Model, string File, string Metric, double Expected, double Allowance)[] Known =
    [
        ("sst2", "sst2/dev.tsv", "accuracy", 0.89564, 5e-6),
        ("sst2", "sst2/test-labeled.tsv", "accuracy", 0.90060, 5e-6),
        ("wnut17", "wnut17/emerging.dev.conll", "f1", 0.57029, 5e-6),
        ("wnut17", "wnut17/emerging.test.annotated", "f1", 0.41860, 5e-6),
        ("squad", "squad/v1.1-dev10.json", "f1", 66.74, 0.2),
    ];

    internal static int Run(string shared)
    {
        int wrong = 0;
        foreach ((string model, string file, string metric, double expected, double allowance) in Known)
        {
            using LoadedModel teacher = new(Path.Combine(shared, "models", model));
            TaskScore score = teacher.Evaluate(teacher.Read(new RecipeTable { Path = Path.Combine(shared, "data", file) }));
            bool equal = Math.Abs(score.Metrics[metric] - expected) <= allowance;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file,-32} {score.Right} of {score.Count}, {metric} "
                + $"{score.Metrics[metric]:F5}; transformers {expected}{(equal ? "" : "   DIFFERS")}"));
            if (!equal) wrong++;
        }
        return wrong;
    }
}
