using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Quickstart;

namespace TextBrewer.Recipes.Tests;

/// <summary>The quickstart's recipes fit each other: the comparison is fair only as long as they do.</summary>
public sealed class QuickstartRecipesTests : IDisposable
{
    private const int Sentences = 3000 + 12_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Baseline_is_the_student_with_its_batches_and_its_course()
    {
        Recipe student = Read(QuickstartRecipes.Chain), baseline = Read(QuickstartRecipes.Baseline);
        Assert.Equal(student.Student!.Config!.ToString(), baseline.Model!.Config!.ToString());
        Assert.Equal(
            student.Training with { OutputDir = "", NumEpochs = 1 },
            baseline.Training with { OutputDir = "", NumEpochs = 1 });
    }

    [Fact]
    public void Baseline_may_take_the_students_learning_rate() =>
        Assert.Contains(Read(QuickstartRecipes.Chain).Training.LearningRate!.Value, QuickstartRecipes.BaselineLearningRates);

    [Fact]
    public void Comment_of_the_baseline_names_the_students_steps()
    {
        RecipeTraining training = Read(QuickstartRecipes.Chain).Training;
        int batches = (Sentences + training.BatchSize - 1) / training.BatchSize;
        Assert.Contains($"training.num_steps={training.NumEpochs * batches}", QuickstartRecipes.Baseline, StringComparison.Ordinal);
    }

    private Recipe Read(string recipe)
    {
        string path = Path.Combine(_folder.FullName, "recipe.json");
        File.WriteAllText(path, recipe);
        return RecipeFile.Read(path);
    }
}
