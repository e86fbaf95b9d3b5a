using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Answering;
using TextBrewer.Text.Reading;

namespace TextBrewer.Recipes.Checking;

/// <summary>A task's kind, labels, files, teachers and tokenizer.</summary>
internal static class TaskRules
{
    internal static IEnumerable<string> Problems(RecipeTask task, string path) =>
    [
        .. RuleAttribute.Problems(task, path),
        .. Kind(task, path),
        .. Labels(task, path),
        .. RuleAttribute.Problems(task.Tokenizer, $"{path}.tokenizer"),
        .. TaskKinds.Find(task.Task) is { } kind ? Data(task, kind, path).Concat(Masking(task.Masking, kind, path)) : [],
        .. Tables(task.Data, path).SelectMany(table => Table(table.Table, TaskKinds.Find(task.Task), table.Path)),
        .. AugmentationRules.Problems(task, path),
        .. Teachers(task, path),
    ];

    private static IEnumerable<string> Kind(RecipeTask task, string path)
    {
        if (TaskKinds.Find(task.Task) is not { } kind)
            yield return $"{path}.task: {TaskKinds.Unknown(task.Task)}";
        else if (task.Labels is not null && kind.Labels is null)
            yield return $"{path}.labels: a {kind.Name} task has none; leave them out.";
    }

    private static IEnumerable<string> Labels(RecipeTask task, string path)
    {
        IGrouping<string, string>? twice = task.Labels?.GroupBy(label => label, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null) yield return $"{path}.labels names '{twice.Key}' twice; each label needs a name of its own.";
        if (task.Labels is { Count: < 2 }) yield return $"{path}.labels has {task.Labels.Count} entries; two are the least.";
    }

    /// <summary>Which of the files there must be.</summary>
    private static IEnumerable<string> Data(RecipeTask task, TaskKind kind, string path)
    {
        RecipeData data = task.Data;
        foreach (string problem in RuleAttribute.Problems(data, $"{path}.data")) yield return problem;
        if (data.DevShare is not null && data.Dev is not null)
            yield return $"{path}.data.dev_share takes a dev set out of the training data, and {path}.data.dev names one: leave one of the "
                + "two out.";
        for (int i = 0; i < data.Raw.Count; i++)
            foreach (string problem in RuleAttribute.Problems(data.Raw[i], $"{path}.data.raw[{i}]")) yield return problem;
        if (kind.LearnsRawText)
        {
            if (data.Raw.Count == 0) yield return $"{path}.data.raw is missing: a {kind.Name} task learns from plain text; name its files.";
            if (data.Train is not null) yield return $"{path}.data.train means nothing for a {kind.Name} task, which learns from plain "
                + $"text: name its files in {path}.data.raw.";
            if (data.DevShare is not null) yield return $"{path}.data.dev_share means nothing for a {kind.Name} task, which learns from "
                + $"plain text: name a dev set in {path}.data.dev.";
            if (data.Augment.Count > 0) yield return $"{path}.data.augment means nothing for a {kind.Name} task, which changes its texts "
                + $"itself in each epoch; leave it out.";
            if (data.Extra.Count > 0) yield return $"{path}.data.extra means nothing for a {kind.Name} task: name all its files in "
                + $"{path}.data.raw.";
        }
        else
        {
            if (data.Train is null) yield return $"{path}.data.train is missing.";
            if (data.Raw.Count == 0) yield break;
            if (kind.NoRawText is { } why)
                yield return $"{path}.data.raw means nothing for a {kind.Name} task: {why}; leave it out.";
            else if (task.AllTeachers().Count == 0)
                yield return $"{path}.data.raw: plain text has no labels, only a teacher says what it means, and there is none; leave it "
                    + "out.";
        }
    }

    private static IEnumerable<string> Masking(RecipeMasking? masking, TaskKind kind, string path)
    {
        if (masking is null) yield break;
        if (!kind.LearnsRawText) yield return $"{path}.masking means nothing for a {kind.Name} task; leave it out.";
        foreach (string problem in RuleAttribute.Problems(masking, $"{path}.masking")) yield return problem;
        if (masking.Mask + masking.Random > 1) yield return FormattableString.Invariant($"{path}.masking.mask and .random are ")
            + FormattableString.Invariant($"{masking.Mask:R} and {masking.Random:R}: shares of the same tokens, together 1 at most.");
    }

    private static IEnumerable<(RecipeTable Table, string Path)> Tables(RecipeData data, string path)
    {
        if (data.Train is { } train) yield return (train, $"{path}.data.train");
        foreach ((string name, RecipeTable dev) in data.Dev?.Items ?? [])
            yield return (dev, name.Length == 0 ? $"{path}.data.dev" : $"{path}.data.dev.{name}");
        for (int i = 0; i < data.Extra.Count; i++) yield return (data.Extra[i], $"{path}.data.extra[{i}]");
    }

    private static IEnumerable<string> Table(RecipeTable table, TaskKind? kind, string path)
    {
        foreach (string problem in RuleAttribute.Problems(table, path)) yield return problem;
        if (kind is not null) foreach (string problem in kind.Misplaced(table, path + ".")) yield return problem;
        if (table.Encoding is { } encoding && !TextEncodings.Knows(encoding))
            yield return $"{path}.encoding: {TextEncodings.Unknown(encoding)}";
        if (table.Scorer is { } scorer && !AnswerScorers.Names.Contains(scorer))
            yield return $"{path}.scorer: there is no scorer '{scorer}'; known: {string.Join(", ", AnswerScorers.Names)}.";
    }

    private static IEnumerable<string> Teachers(RecipeTask task, string path)
    {
        if (task.Teacher is not null && task.Teachers is not null)
            yield return $"{path} has both teacher and teachers; put all of them into teachers.";
        if (task.Teachers is { Count: 0 }) yield return $"{path}.teachers is empty; name at least one.";
        IReadOnlyList<RecipeTeacher> teachers = task.AllTeachers();
        for (int i = 0; i < teachers.Count; i++)
        {
            string place = task.Teachers is null ? $"{path}.teacher" : $"{path}.teachers[{i}]";
            if (teachers[i] is { IsAnswers: true, Tokenizer: not null })
                yield return $"{place}.tokenizer means nothing beside a file of answers, which are about texts; leave it out.";
            if (teachers[i].Path is null) yield return $"{place}.model is missing: name the teacher's folder or file.";
            foreach (string problem in RuleAttribute.Problems(teachers[i], place)) yield return problem;
        }
    }
}
