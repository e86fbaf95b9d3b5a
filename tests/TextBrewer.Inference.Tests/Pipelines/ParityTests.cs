using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Inference.Sessions;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Predicting;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Answering;
using TextBrewer.Recipes.Tasks.Choosing;
using TextBrewer.Recipes.Tasks.Classifying;
using TextBrewer.Recipes.Tasks.Tagging;
using TextBrewer.Testing;
using TextBrewer.Text.Answers;
using TextBrewer.Text.Features;

namespace TextBrewer.Inference.Tests.Pipelines;

/// <summary>Every golden model with a head gives the answers that <see cref="Predictor"/> gives.</summary>
public sealed class ParityTests
{
    private static readonly string[] Texts =
    [
        "a gem of a film", "the worst", "", "Good, bad; good?  "
            + string.Concat(Enumerable.Repeat("bad good film ", 20)), "好电影 a ġood film 👍🏽", "dull [SEP] and bad",
    ];

    public static TheoryData<string, bool> Models()
    {
        TheoryData<string, bool> data = [];
        foreach (string name in GoldenFolder.Names)
        {
            data.Add(name, false);
            data.Add(name, true);
        }
        return data;
    }

    [Theory, MemberData(nameof(Models))]
    public void Golden_model_answers_as_the_predictor_does(string name, bool int8)
    {
        using TemporaryFolder folder = GoldenFolder.Of(name);
        using LoadedModel expected = new(folder["onnx"], int8: int8);
        // int8 measures its values over a whole run, and the predictor reads the choices of a question together.
        TextModelOptions options = new()
        {
            Folder = folder["onnx"],
            Precision = int8 ? Precision.Int8 : Precision.Float32,
            MaxPadding = 1,
            MaxBatchTokens = expected.Kind.Name == "multiple_choice" ? 8192 : null
        };
        PredictionInput[] inputs = [.. Texts.Select((text, i) => new PredictionInput(
            text,
            expected.Kind.Name == "qa" || i % 2 == 1 ? Texts[^(i + 1)] : null,
            ["good", text, "a bad film"]))];
        Prediction[] predictions = [.. inputs.Select(input => Predictor.Predict(expected, [input])[0])];
        switch (expected.Kind.Name)
        {
            case "classification" or "multi_label":
                using (TextClassifier classifier = new(options))
                {
                    Compare(inputs, predictions, input => classifier.Classify(input.Text, input.Pair), Same);
                    if (!int8) Assert.Equal(
                        predictions.Length,
                        Both(classifier.Classify([.. inputs.Select(input => new TextInput(input.Text, input.Pair))]), predictions, Same));
                }
                break;
            case "regression":
                using (TextRegressor regressor = new(options))
                {
                    Compare(inputs, predictions, input => regressor.Predict(input.Text, input.Pair), Same);
                    if (!int8) Both(
                        regressor.Predict([.. inputs.Select(input => new TextInput(input.Text, input.Pair))]),
                        predictions,
                        Same);
                }
                break;
            case "tagging":
                using (TokenTagger tagger = new(options))
                {
                    Compare(inputs, predictions, input => tagger.Tag(input.Text), Same);
                    if (!int8) Both(tagger.Tag(Texts), predictions, Same);
                }
                break;
            case "qa":
                using (QuestionAnswerer answerer = new(options))
                {
                    Compare(inputs, predictions, input => answerer.Answer(input.Text, input.Pair!), Same);
                    if (!int8) Both(answerer.Answer([.. inputs.Select(input => new Question(input.Text, input.Pair!))]), predictions, Same);
                }
                break;
            default:
                using (MultipleChoiceAnswerer chooser = new(options))
                {
                    Compare(inputs, predictions, input => chooser.Choose(input.Text, input.Choices!), Same);
                    if (!int8) Both(
                        chooser.Choose([.. inputs.Select(input => new ChoiceQuestion(input.Text, input.Choices!))]),
                        predictions,
                        Same);
                }
                break;
        }
    }

    private static void Compare<T>(
        PredictionInput[] inputs,
        Prediction[] predictions,
        Func<PredictionInput, T> answer,
        Action<Prediction, T> same) => Both([.. inputs.Select(answer)], predictions, same);

    private static int Both<T>(IReadOnlyList<T> answers, Prediction[] predictions, Action<Prediction, T> same)
    {
        Assert.Equal(predictions.Length, answers.Count);
        foreach ((T answer, Prediction prediction) in answers.Zip(predictions)) same(prediction, answer);
        return answers.Count;
    }

    private static void Same(Prediction prediction, Classification actual)
    {
        (IReadOnlyList<string> labels, IReadOnlyDictionary<string, float> scores) = prediction switch
        {
            ClassPrediction p => ([p.Label], p.Probabilities),
            LabelsPrediction p => (p.Labels, p.Probabilities),
            _ => throw new InvalidOperationException(prediction.ToString()),
        };
        Assert.Equal(labels, actual.Labels);
        Assert.Equal(scores.Keys, actual.Scores.Keys);
        Assert.All(scores, pair => Assert.Equal(pair.Value, actual.Scores[pair.Key], 1e-5f));
        Assert.Equal(scores.MaxBy(pair => pair.Value).Key, actual.Label);
        Assert.Equal(actual.Scores[actual.Label], actual.Score);
        Assert.Equal((prediction as ClassPrediction)?.Text.Length > 100 || (prediction as ClassPrediction)?.Pair?.Length > 100
            || (prediction as LabelsPrediction)?.Text.Length > 100
            || (prediction as LabelsPrediction)?.Pair?.Length > 100, actual.Truncated);
    }

    private static void Same(Prediction prediction, Regression actual) =>
        Assert.Equal(Assert.IsType<ValuePrediction>(prediction).Value, actual.Value, 1e-5f);

    private static void Same(Prediction prediction, Tagging actual)
    {
        IReadOnlyList<TextEntity> entities = Assert.IsType<EntitiesPrediction>(prediction).Entities;
        Assert.Equal(
            entities.Select(entity => entity with { Probability = 0 }),
            actual.Entities.Select(entity => entity with { Probability = 0 }));
        Assert.All(entities.Zip(actual.Entities), pair => Assert.Equal(pair.First.Probability, pair.Second.Probability, 1e-5f));
    }

    private static void Same(Prediction prediction, QuestionAnswer actual)
    {
        IReadOnlyList<AnswerCandidate> answers = Assert.IsType<AnswersPrediction>(prediction).Answers;
        Assert.Equal(answers.Select(a => (a.Text, a.Start, a.End)), actual.Candidates.Select(a => (a.Text, a.Start, a.End)));
        Assert.All(answers.Zip(actual.Candidates), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-5));
        Assert.Equal((answers[0].Text, answers[0].Start, answers[0].End), (actual.Text, actual.Start, actual.End));
    }

    private static void Same(Prediction prediction, Choice actual)
    {
        ChoicePrediction expected = Assert.IsType<ChoicePrediction>(prediction);
        Assert.Equal((expected.Choice, expected.Choices[expected.Choice]), (actual.Index, actual.Text));
        Assert.All(expected.Probabilities.Zip(actual.Scores), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
