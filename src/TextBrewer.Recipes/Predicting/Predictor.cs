using TextBrewer.Naming;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Answering;
using TextBrewer.Recipes.Tasks.Choosing;
using TextBrewer.Recipes.Tasks.Classifying;
using TextBrewer.Recipes.Tasks.Tagging;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Answers;
using TextBrewer.Text.Features;
using TextBrewer.Text.Reading;

namespace TextBrewer.Recipes.Predicting;

/// <summary>Asks a saved model about texts that a person types.</summary>
public static class Predictor
{
    private const int AnswerCount = 3;

    /// <summary>Opens a model; a prediction for each of the texts that are typed for it, in their order.</summary>
    /// <exception cref="ConfigurationException">The model's task needs something that a text has not: a passage, choices.</exception>
    public static IReadOnlyList<Prediction> Predict(PredictionSettings settings)
    {
        using LoadedModel model = settings.Model.Open();
        return Predict(model, TypedInputs.Of(model.Task, settings));
    }

    /// <summary>A prediction for each input, in their order.</summary>
    /// <exception cref="ConfigurationException">The model's task needs something that an input has not: a passage, choices.</exception>
    public static IReadOnlyList<Prediction> Predict(LoadedModel model, IReadOnlyList<PredictionInput> inputs) => model.Task switch
    {
        TaggingTask task => [.. inputs.Select(input => Tag(model, task, input.Text))],
        AnsweringTask task => [.. inputs.Select(input => Answer(model, task, input))],
        ChoiceTask task => [.. inputs.Select(input => Choose(model, task, input))],
        SequenceTask task => Classify(model, task, inputs),
        _ => throw new ConfigurationException($"A {model.Kind.Name} model makes no predictions about typed texts."),
    };

    private static Prediction[] Classify(LoadedModel model, SequenceTask task, IReadOnlyList<PredictionInput> inputs)
    {
        IReadOnlyList<string> labels = task.Settings.Labels;
        IReadOnlyList<float[][]> outputs = model.Outputs([.. inputs.Select(input => task.Encode(input.Text, input.Pair))]);
        return [.. inputs.Zip(outputs, (input, output) => task switch
        {
            RegressionTask => (Prediction)new ValuePrediction(input.Text, input.Pair, output[0][0]),
            MultiLabelTask => Several(input, Classification.AnyOf(labels, output[0], truncated: false)),
            _ => One(input, Classification.OneOf(labels, output[0], truncated: false)),
        })];

        static ClassPrediction One(PredictionInput input, Classification answer) =>
            new(input.Text, input.Pair, answer.Label, answer.Scores);

        static LabelsPrediction Several(PredictionInput input, Classification answer) =>
            new(input.Text, input.Pair, answer.Labels, answer.Scores);
    }

    private static EntitiesPrediction Tag(LoadedModel model, TaggingTask task, string text)
    {
        EntitySearch search = new(text, task.Settings.Tokenizer, task.Settings.Labels, task.Settings.MaxLength);
        IReadOnlyList<float[][]> outputs = model.Outputs(
            [.. search.Parts.Select(part => new EncodedText(part.Input, task.NoTarget(part.Ids.Length)))]);
        return new EntitiesPrediction(text, search.Entities([.. outputs.Select(output => output[0])]));
    }

    private static AnswersPrediction Answer(LoadedModel model, AnsweringTask task, PredictionInput input)
    {
        if (input.Pair is null) throw new ConfigurationException(
            "A question needs its passage: give question and passage, or the passage's file.");
        AskedQuestion question = task.Encode(new QuestionExample("", input.Text, input.Pair, [], null));
        AnsweringData data = new([question], task.Settings.MaxAnswerLength, scorer: null);
        return new AnswersPrediction(input.Text, input.Pair, data.Answers(model.Outputs(data.Inputs), AnswerCount)[0]);
    }

    private static ChoicePrediction Choose(LoadedModel model, ChoiceTask task, PredictionInput input)
    {
        if (input.Choices is not { Count: > 1 } choices) throw new ConfigurationException("A model of choices needs two or more of them.");
        Choice answer = Choice.Of(choices, model.Outputs([task.Encode(input.Text, choices, -1)])[0][0], truncated: false);
        return new ChoicePrediction(input.Text, answer.Index, choices, answer.Scores);
    }
}
