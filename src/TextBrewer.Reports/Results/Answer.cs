using System.Globalization;
using System.Text.Json.Serialization;

namespace TextBrewer.Reports.Results;

/// <summary>
/// What a person or a model says about an example: a label or an answer, a number, or a list (several labels, a tag for each word,
/// reference answers).
/// </summary>
[JsonConverter(typeof(AnswerConverter))]
public sealed class Answer
{
    private Answer(IReadOnlyList<string> values, bool isList, double? number) => (Values, IsList, Number) = (values, isList, number);

    /// <summary>What is said; a number as JSON has it.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Whether the answer is a list, of whatever length.</summary>
    public bool IsList { get; }

    /// <summary>The number; null: the answer is no number.</summary>
    public double? Number { get; }

    /// <summary>An answer that is one text: a label, a choice, a part of a passage.</summary>
    public static Answer Of(string value) => new([value], isList: false, number: null);

    /// <summary>An answer that is a list: several labels, tags, reference answers.</summary>
    public static Answer Of(IReadOnlyList<string> values) => new(values, isList: true, number: null);

    /// <summary>An answer that is a number.</summary>
    public static Answer Of(double value) => new([value.ToString("R", CultureInfo.InvariantCulture)], isList: false, value);

    /// <summary>Whether another answer has the values of this one.</summary>
    public bool Says(Answer other) => Values.SequenceEqual(other.Values);
}
