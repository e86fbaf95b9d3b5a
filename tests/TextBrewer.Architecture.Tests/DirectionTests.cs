using TextBrewer.Cli;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Models.Encoders;
using TextBrewer.Onnx.Running;
using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Pages;
using TextBrewer.Text.Reading;
using TextBrewer.Torch.Native;
using TextBrewer.Training;

namespace TextBrewer.Architecture.Tests;

/// <summary>One direction inside each assembly: a folder sees only the folders that stand before it.</summary>
public sealed class DirectionTests
{
    [Theory]
    [InlineData(
        typeof(TableReader),
        "Machine",
        "Files",
        "Characters",
        "Normalizing",
        "Splitting",
        "Pieces",
        "Tokenizing",
        "Reading",
        "Features",
        "Answers",
        "Metrics",
        "Augmenting",
        "Tasks")]
    [InlineData(typeof(TextClassifier), "Inputs", "Sessions", "Queueing", "Telemetry", "Pipelines", "Services")]
    [InlineData(
        typeof(LibTorch),
        "Files",
        "Native",
        "Reading",
        "Randomness",
        "Replacing",
        "Precision",
        "Recomputing",
        "Weights",
        "Optimizers",
        "Collectives")]
    [InlineData(
        typeof(Checkpoint),
        "Naming",
        "Adaptors",
        "Losses",
        "Schedules",
        "Configuration",
        "Matching",
        "Objectives",
        "Data",
        "Stores",
        "Teachers",
        "Training",
        "Distilling")]
    [InlineData(
        typeof(Encoder),
        "Encoders",
        "Bert",
        "Roberta",
        "Electra",
        "DistilBert",
        "MPNet",
        "Albert",
        "Deberta",
        "ModernBert",
        "Recurrent",
        "Architectures",
        "Heads",
        "Pretrained",
        "Replacing")]
    [InlineData(typeof(OnnxModel), "Schema", "Running", "Exporting", "Teachers")]
    [InlineData(typeof(ReportPage), "Results", "Analysis", "Markup", "Charts", "Sections", "Pages")]
    [InlineData(
        typeof(Recipe),
        "Format",
        "Tasks",
        "Checking",
        "Reference",
        "TextModels",
        "Scaffolding",
        "Evaluating",
        "Exporting",
        "Predicting",
        "Benchmarking",
        "Checks",
        "Runs",
        "Quickstart")]
    [InlineData(typeof(Terminal), "Screens", "Commands")]
    public void Folder_refers_only_to_folders_before_it(Type inside, params string[] order)
    {
        (string path, string root) = (inside.Assembly.Location, inside.Assembly.GetName().Name!);
        Assert.Equal(order.Order(StringComparer.Ordinal), References.Folders(path, root));

        string[] back = [.. References.Between(path, root)
            .Where(reference => Array.IndexOf(order, reference.To) > Array.IndexOf(order, reference.From))
            .Select(reference => $"{reference.From} -> {reference.To}: {reference.Types}")
            .Order(StringComparer.Ordinal)];
        Assert.True(back.Length == 0, string.Join('\n', back));
    }

    [Fact]
    public void References_are_found_in_signatures_and_bodies()
    {
        string path = typeof(OnnxModel).Assembly.Location;
        Assert.Contains(
            References.Between(path, "TextBrewer.Onnx"),
            reference => (reference.From, reference.To) == ("Teachers", "Running"));
        Assert.Contains(
            References.Between(path, "TextBrewer.Onnx"),
            reference => (reference.From, reference.To) == ("Exporting", "Schema"));
    }
}
