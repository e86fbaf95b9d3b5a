using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Benchmarks.Steps;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Quickstart;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Benchmarks.Tiny;

/// <summary>
/// The quickstart's data, vocabulary and recipe, with a teacher of random weights: untrained it costs what a trained one does.
/// </summary>
internal sealed class QuickstartFolder : IDisposable
{
    private const string Train = "train";

    private readonly TemporaryFolder _folder = new("quickstart ");
    private readonly IReadOnlyList<QuickstartSentence> _sentences;

    internal QuickstartFolder()
    {
        QuickstartCorpus corpus = new(seed: 0);
        _sentences = corpus.Train;
        Directory.CreateDirectory(_folder.In("data"));
        WriteLabelled(Train, corpus.Train);
        WriteLabelled("dev", corpus.Dev);
        File.WriteAllLines(Data("unlabelled"), ["sentence", .. corpus.Unlabelled.Select(s => s.Text)]);
        JsonObject student = Student();
        File.WriteAllText(Recipe, student.ToJsonString());
        student.Remove("teacher_store");
        File.WriteAllText(WithoutStore, student.ToJsonString());

        IEnumerable<string> texts = corpus.Train.Concat(corpus.Unlabelled).Select(s => s.Text);
        Vocabulary vocabulary = VocabularyLearner.Learn(texts, QuickstartRecipes.VocabularySize, new TokenizerOptions());
        string teacher = System.IO.Path.Combine(Path, "teacher", "model");
        using SequenceClassifier model = new((StepShape.Tiny.Teacher with { VocabSize = vocabulary.Count })
            .WithLabels([.. QuickstartCorpus.Labels]), seed: 1);
        PretrainedFolder.Save(model, teacher);
        Tokenizers.WordPiece(vocabulary, new TokenizerOptions()).SaveTo(teacher);
    }

    /// <summary>The folder.</summary>
    internal string Path => _folder.Path;

    /// <summary>The recipe of the distillation.</summary>
    internal string Recipe => _folder.In("student.json");

    /// <summary>The same without a store of the teacher's outputs, which other code may not know.</summary>
    internal string WithoutStore => _folder.In("student-without-store.json");

    /// <summary>Where a run writes.</summary>
    internal string Run => _folder.In("run");

    /// <summary>Deletes what runs have written.</summary>
    internal void Clear()
    {
        foreach (string written in new[] { Run, _folder.In("teacher-outputs") })
            if (Directory.Exists(written)) Directory.Delete(written, recursive: true);
    }

    /// <summary>Makes the training data longer: the same sentences again and again, each with a number of its own at its end.</summary>
    internal void Repeat(int count) => File.WriteAllLines(Data(Train), Enumerable.Range(0, count)
        .Select(i => (i, _sentences[i % _sentences.Count]))
        .Select(pair => $"{pair.Item2.Text} {pair.i}\t{pair.Item2.Label}")
        .Prepend("sentence\tlabel"));

    public void Dispose() => _folder.Dispose();

    /// <summary>The quickstart's last stage, by itself: another checkout may know no stages.</summary>
    private static JsonObject Student()
    {
        JsonDocumentOptions comments = new() { CommentHandling = JsonCommentHandling.Skip };
        JsonObject chain = JsonNode.Parse(QuickstartRecipes.Chain, documentOptions: comments)!.AsObject();
        JsonObject student = RecipeStages.Take(chain, problems: [])[^1].Recipe;
        student["teacher"] = "teacher/model";
        student["tokenizer"]!.AsObject().Remove("vocabulary"); // the teacher's
        return student;
    }

    private void WriteLabelled(string name, IReadOnlyList<QuickstartSentence> sentences) =>
        File.WriteAllLines(Data(name), ["sentence\tlabel", .. sentences.Select(s => $"{s.Text}\t{s.Label}")]);

    private string Data(string name) => System.IO.Path.Combine(Path, "data", $"{name}.tsv");
}
