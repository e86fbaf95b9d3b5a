using TextBrewer.Configuration;
using TextBrewer.Recipes.Running;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Answering;
using TextBrewer.Recipes.Tasks.Choosing;
using TextBrewer.Recipes.Tasks.Classifying;
using TextBrewer.Recipes.Tasks.Tagging;
using TextBrewer.Text.Reading;

namespace TextBrewer.Recipes.Predicting;

/// <summary>Asks a saved model about texts that a person types.</summary>
public static class Predictor
{
    private const int AnswerCount = 3;

    /// <summary>A prediction for each input, in their order.</summary>
    /// <exception cref="ConfigurationException">The model's task needs something that an input has not: a passage, choices.</exception>
    public static IReadOnlyList<Prediction> Predict(ModelFolder model, IReadOnlyList<PredictionInput> inputs) => model.Task switch
    {
        TaggingTask task => [.. inputs.Select(input => new TextTagger(model, task).Tag(input.Text))],
        AnsweringTask task => [.. inputs.Select(input => Answer(model, task, input))],
        ChoiceTask task => [.. inputs.Select(input => Choose(model, task, input))],
        SequenceTask task => Classify(model, task, inputs),
        _ => throw new ConfigurationException($"A {model.Kind.Name} model makes no predictions about typed texts."),
    };

    private static Prediction[] Classify(ModelFolder model, SequenceTask task, IReadOnlyList<PredictionInput> inputs)
    {
        IReadOnlyList<string> labels = task.Settings.Labels;
        IReadOnlyList<float[][]> outputs = model.Outputs([.. inputs.Select(input => task.Encode(input.Text, input.Pair))]);
        return [.. inputs.Zip(outputs, (input, output) => task switch
        {
            RegressionTask => (Prediction)new ValuePrediction(input.Text, input.Pair, output[0][0]),
            MultiLabelTask => Labels(input, [.. output[0].Select(Probability.Sigmoid)]),
            _ => Class(input, Probability.Softmax(output[0])),
        })];

        ClassPrediction Class(PredictionInput input, float[] values) => new(input.Text, input.Pair, labels[Array.IndexOf(values, values.Max())], Named(values));

        LabelsPrediction Labels(PredictionInput input, float[] values) => new(input.Text, input.Pair, [.. labels.Where((_, i) => values[i] > 0.5f)], Named(values));

        Dictionary<string, float> Named(float[] values) => values.Select((value, i) => (labels[i], value)).ToDictionary(p => p.Item1, p => p.value);
    }

    private static AnswersPrediction Answer(ModelFolder model, AnsweringTask task, PredictionInput input)
    {
        if (input.Pair is null) throw new ConfigurationException("A question needs its passage: give question and passage, or the passage's file.");
        AskedQuestion question = task.Encode(new QuestionExample("", input.Text, input.Pair, [], null));
        AnsweringData data = new([question], task.Settings.MaxAnswerLength, scorer: null);
        return new AnswersPrediction(input.Text, input.Pair, data.Answers(model.Outputs(data.Inputs), AnswerCount)[0]);
    }

    private static ChoicePrediction Choose(ModelFolder model, ChoiceTask task, PredictionInput input)
    {
        if (input.Choices is not { Count: > 1 } choices) throw new ConfigurationException("A model of choices needs two or more of them.");
        float[] values = Probability.Softmax(model.Outputs([task.Encode(input.Text, choices, -1)])[0][0]);
        return new ChoicePrediction(input.Text, Array.IndexOf(values, values.Max()), choices, values);
    }
}
