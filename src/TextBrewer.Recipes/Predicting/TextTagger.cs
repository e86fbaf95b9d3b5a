using TextBrewer.Recipes.Running;
using TextBrewer.Recipes.Tasks.Tagging;
using TextBrewer.Text.Features;
using TextBrewer.Text.Reading;

namespace TextBrewer.Recipes.Predicting;

/// <summary>Tags the words of a text of any length.</summary>
internal sealed class TextTagger(ModelFolder model, TaggingTask task)
{
    internal EntitiesPrediction Tag(string text)
    {
        IReadOnlyList<(int Start, int End)> places = WordSplitter.Split(text);
        List<TaggedText> parts = Parts([.. places.Select(place => text[place.Start..place.End])]);
        IReadOnlyList<float[][]> outputs = model.Outputs([.. parts.Select(part => part.Input)]);
        (string Tag, float Probability)[] tags = [.. parts.SelectMany((part, i) => part.Places.Select(place => Best(outputs[i][0], place)))];
        return new EntitiesPrediction(text, [.. Found(tags).Select(entity =>
        {
            (int start, int end) = (places[entity.Start].Start, places[entity.End - 1].End);
            return new EntityPrediction(entity.Type, text[start..end], start, end, tags[entity.Start..entity.End].Average(t => t.Probability));
        })]);
    }

    /// <summary>As many words at a time as the model takes.</summary>
    private List<TaggedText> Parts(string[] words)
    {
        List<TaggedText> parts = [];
        for (int from = 0; from < words.Length;)
        {
            TaggedText part = task.Encode(new TaggedExample(words[from..], null, 0), "");
            // A word that does not fit on its own is left without a tag.
            int taken = Math.Max(1, part.Places.Count(place => place >= 0));
            parts.Add(taken == part.Words.Count ? part : task.Encode(new TaggedExample(words[from..(from + taken)], null, 0), ""));
            from += taken;
        }
        return parts;
    }

    private IReadOnlyList<Entity> Found((string Tag, float Probability)[] tags) => new TagNames(task.Settings.Labels).AreEntities
        ? Entities.Of([.. tags.Select(t => t.Tag)])
        : [.. tags.Select((t, i) => new Entity(t.Tag, i, i + 1))];

    private (string Tag, float Probability) Best(float[] logits, int place)
    {
        int labels = task.Settings.Labels.Count;
        if (place < 0) return ("O", 1);
        float[] values = Probability.Softmax(logits.AsSpan(place * labels, labels));
        int best = Array.IndexOf(values, values.Max());
        return (task.Settings.Labels[best], values[best]);
    }
}
