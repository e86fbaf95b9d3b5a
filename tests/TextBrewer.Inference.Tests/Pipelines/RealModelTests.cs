using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Inference.Sessions;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Testing;
using TextBrewer.Text.Answers;

namespace TextBrewer.Inference.Tests.Pipelines;

/// <summary>A real model finds what transformers found with it.</summary>
public sealed class RealModelTests
{
    private const int Right = 781, Rows = 872;

    [Fact]
    public void Real_classifier_is_right_as_often_as_in_transformers_and_in_int8_nearly_so()
    {
        string[][] rows = [.. File.ReadLines(Golden.Shared("data/sst2/dev.tsv")).Skip(1).Select(line => line.Split('\t'))];
        TextInput[] texts = [.. rows.Select(row => (TextInput)row[0])];
        string source = Golden.Shared("models/sst2");
        using TemporaryFolder folder = new();
        using (LoadedModel model = new(source)) OnnxFolder.Write(model, source, folder["onnx"], new RecipeExport());

        Assert.Equal(Rows, rows.Length);
        Assert.Equal(Right, Count(Precision.Float32));
        Assert.InRange(Count(Precision.Int8), Right - 13, Right + 13); // 1.5 points

        int Count(Precision precision)
        {
            using TextClassifier classifier = new(new TextModelOptions { Folder = folder["onnx"], Precision = precision });
            return rows.Zip(classifier.Classify(texts)).Count(pair => IsRight(classifier.Info.Labels, pair.First[^1], pair.Second.Label));
        }
    }

    // The file gives indices.
    private static bool IsRight(IReadOnlyList<string> labels, string expected, string actual) =>
        expected == actual || (int.TryParse(expected, out int index) && labels[index] == actual);
}
