using TextBrewer.Reports.Results;
using TextBrewer.Text.Features;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Recipes.Tasks.Answering;

/// <summary>Questions about passages, measured by the answers' text; figures in percent, as the official scorers give them.</summary>
/// <param name="questions">The questions.</param>
/// <param name="maxAnswerLength">The longest answer, in tokens.</param>
/// <param name="scorer">The rules by which answers are compared; null: SQuAD's, or CMRC's where the questions are Chinese.</param>
internal sealed class AnsweringData(
    IReadOnlyList<AskedQuestion> questions,
    int maxAnswerLength,
    string? scorer) : TaskData([.. questions.SelectMany(q => q.Inputs)])
{
    // As many as transformers compares.
    private const int CandidateCount = 20;

    /// <summary>The best answers to each question.</summary>
    internal IReadOnlyList<IReadOnlyList<AnswerCandidate>> Answers(IReadOnlyList<float[][]> outputs, int count)
    {
        int at = 0;
        return [.. questions.Select(question =>
        {
            float[][][] own = [.. outputs.Skip(at).Take(question.Windows.Count)];
            at += question.Windows.Count;
            return AnswerSearch.Best(
                question.Example.Context,
                question.Windows,
                [.. own.Select(o => o[0])],
                [.. own.Select(o => o[1])],
                count,
                maxAnswerLength);
        })];
    }

    internal override TaskData Sample(int most) => new AnsweringData(Spread.Of(questions, most), maxAnswerLength, scorer);

    internal override TaskScore Score(IReadOnlyList<float[][]> outputs)
    {
        (double ExactMatch, double F1)[] scores = Scores(outputs);
        return new TaskScore(new Dictionary<string, double>
        {
            ["f1"] = 100 * scores.Select(s => s.F1).DefaultIfEmpty().Average(),
            ["exact_match"] = 100 * scores.Select(s => s.ExactMatch).DefaultIfEmpty().Average(),
        }, (long)Math.Round(scores.Sum(s => s.ExactMatch)), scores.Length);
    }

    internal override CountedExamples Counted(IReadOnlyList<float[][]> outputs)
    {
        (double ExactMatch, double F1)[] scores = Scores(outputs);
        return new(scores.Length, times => new Dictionary<string, double>
        {
            ["f1"] = 100 * scores.Zip(times, (score, count) => count * score.F1).Sum() / times.Sum(),
            ["exact_match"] = 100 * scores.Zip(times, (score, count) => count * score.ExactMatch).Sum() / times.Sum(),
        });
    }

    /// <summary>How right the answer to each question is that has reference answers.</summary>
    private (double ExactMatch, double F1)[] Scores(IReadOnlyList<float[][]> outputs)
    {
        Func<string, IReadOnlyList<string>, (double ExactMatch, double F1)> score = AnswerScorers.Of(scorer, questions);
        return [.. Answers(outputs, 1)
            .Select((best, i) => (Answer: best[0].Text, References: questions[i].Example.Answers.Select(a => a.Text).ToArray()))
            .Where(pair => pair.References.Length > 0)
            .Select(pair => score(pair.Answer, pair.References))];
    }

    internal override IReadOnlyList<string> Decisions(IReadOnlyList<float[][]> outputs) =>
        [.. Answers(outputs, 1).Select(best => best[0].Text)];

    internal override string Decided => "questions";

    internal override IReadOnlyList<ReadableExample> Examples => [.. questions.Select(question => new ReadableExample
    {
        Text = question.Example.Question,
        Pair = question.Example.Context,
        Gold = References(question).Length == 0 ? null : Answer.Of(References(question)),
    })];

    internal override IReadOnlyList<PredictionRecord> Records(IReadOnlyList<float[][]> outputs)
    {
        Func<string, IReadOnlyList<string>, (double ExactMatch, double F1)> score = AnswerScorers.Of(scorer, questions);
        return [.. Answers(outputs, CandidateCount).Select((best, i) =>
        {
            PredictionRecord answer = new(Answer.Of(best[0].Text)) { Confidence = best[0].Probability };
            if (References(questions[i]) is not { Length: > 0 } references) return answer;
            (double exact, double f1) = score(best[0].Text, references);
            return answer with { Right = exact > 0, F1 = f1 };
        })];
    }

    private static string[] References(AskedQuestion question) => [.. question.Example.Answers.Select(a => a.Text)];
}
