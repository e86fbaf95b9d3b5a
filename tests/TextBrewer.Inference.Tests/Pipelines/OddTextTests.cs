using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Testing;
using TextBrewer.Text.Answers;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Tests.Pipelines;

/// <summary>Ten thousand texts as nobody means them: every one gets an answer whose places are places of the text.</summary>
public sealed class OddTextTests
{
    private const int Count = 10_000;

    [Theory]
    [InlineData("bert-sequence")]
    [InlineData("bert-multilabel")]
    public void Classifier_answers_any_text(string model)
    {
        using TemporaryFolder folder = GoldenFolder.Of(model);
        using TextClassifier classifier = new(folder["onnx"]);
        string[] texts = OddTexts.Many(Count);
        IReadOnlyList<Classification> answers = classifier.Classify(
            [.. texts.Select((text, i) => new TextInput(text, i % 3 == 0 ? texts[^(i + 1)] : null))]);
        Assert.Equal(Count, answers.Count);
        Assert.All(answers, answer =>
        {
            Assert.Equal(classifier.Info.Labels, answer.Scores.Keys);
            Assert.All(answer.Scores.Values, score => Assert.InRange(score, 0, 1));
            Assert.Equal(answer.Scores.Values.Max(), answer.Score);
        });
    }

    [Fact]
    public void Tagger_answers_any_text_with_places_in_it()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-token");
        using TokenTagger tagger = new(folder["onnx"]);
        string[] texts = OddTexts.Many(Count);
        IReadOnlyList<Tagging> answers = tagger.Tag(texts);
        Assert.Equal(Count, answers.Count);
        int entities = 0;
        foreach ((string text, Tagging answer) in texts.Zip(answers))
        {
            int end = 0;
            foreach (var entity in answer.Entities)
            {
                Assert.True(entity.Start >= end && entity.End > entity.Start, text);
                Assert.True(OddTexts.IsBoundary(text, entity.Start) && OddTexts.IsBoundary(text, entity.End), text);
                Assert.Equal(text[entity.Start..entity.End], entity.Text);
                Assert.InRange(entity.Probability, 0, 1.0001f);
                (end, entities) = (entity.End, entities + 1);
            }
        }
        Assert.True(entities > Count / 10, $"{entities} entities: the test sees too few.");
    }

    [Fact]
    public void Answerer_answers_any_question_about_any_passage_with_places_in_it()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-qa");
        ITokenizer tokenizer = Tokenizers.FromFolder(folder["onnx"]);
        using QuestionAnswerer answerer = new(folder["onnx"]);
        string[] texts = OddTexts.Many(Count);
        IReadOnlyList<QuestionAnswer> answers = answerer.Answer([.. texts.Select((text, i) => new Question(texts[^(i + 1)], text))]);
        Assert.Equal(Count, answers.Count);
        foreach ((string passage, QuestionAnswer answer) in texts.Zip(answers))
        {
            Assert.All(answer.Candidates, candidate =>
            {
                Assert.True(candidate.Start <= candidate.End && OddTexts.IsBoundary(passage, candidate.Start)
                    && OddTexts.IsBoundary(passage, candidate.End), passage);
                Assert.Equal(passage[candidate.Start..candidate.End], candidate.Text);
            });
            Assert.Equal(answer.Text, passage[answer.Start..answer.End]);
            // Where the passage has a token, there is an answer.
            Assert.Equal(tokenizer.Encode(passage).Ids.Length > tokenizer.SpecialTokens(pair: false), answer.Text.Length > 0);
        }
    }

    [Fact]
    public void Chooser_and_regressor_answer_any_text()
    {
        string[] texts = OddTexts.Many(Count / 4);
        using (TemporaryFolder folder = GoldenFolder.Of("bert-choice"))
        {
            using MultipleChoiceAnswerer chooser = new(folder["onnx"]);
            ChoiceQuestion[] questions =
                [.. texts.Select((text, i) => new ChoiceQuestion(text, ["", .. texts[Math.Max(0, i - 2)..(i + 1)]]))];
            Assert.All(chooser.Choose(questions).Zip(questions), pair =>
            {
                (Choice answer, ChoiceQuestion question) = pair;
                Assert.Equal(question.Choices.Count, answer.Scores.Count);
                Assert.Equal(1, answer.Scores.Sum(), 1e-4);
                Assert.Equal(question.Choices[answer.Index], answer.Text);
            });
        }
        using (TemporaryFolder folder = GoldenFolder.Of("bert-regression"))
        {
            using TextRegressor regressor = new(folder["onnx"]);
            Assert.All(regressor.Predict([.. texts.Select(text => (TextInput)text)]), answer => Assert.True(float.IsFinite(answer.Value)));
        }
    }

    [Fact]
    public void What_cannot_be_read_is_refused_with_a_sentence()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-choice");
        using MultipleChoiceAnswerer chooser = new(folder["onnx"]);
        Assert.Contains(
            "two or more",
            Assert.Throws<ArgumentException>(() => chooser.Choose("good", ["bad"])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => chooser.Choose(null!, ["bad", "good"]));

        using TemporaryFolder qa = GoldenFolder.Of("bert-qa");
        string path = qa["onnx", "textbrewer.json"];
        File.WriteAllText(
            path,
            File.ReadAllText(path).Replace("\"max_question_length\": 6", "\"max_question_length\": 16", StringComparison.Ordinal));
        using QuestionAnswerer answerer = new(qa["onnx"]);
        string question = string.Concat(Enumerable.Repeat("good ", 20));
        ArgumentException refused = Assert.Throws<ArgumentException>(() => answerer.Answer(question, "a good film and a bad one"));
        Assert.Contains("leaves", refused.Message, StringComparison.Ordinal);
    }
}
