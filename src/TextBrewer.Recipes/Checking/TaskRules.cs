using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Answering;

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
        .. Tables(task.Data, path).SelectMany(table => Table(table.Table, TaskKinds.Find(task.Task), table.Path)),
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

    private static IEnumerable<(RecipeTable Table, string Path)> Tables(RecipeData data, string path)
    {
        yield return (data.Train, $"{path}.data.train");
        foreach ((string name, RecipeTable dev) in data.Dev?.Items ?? [])
            yield return (dev, name.Length == 0 ? $"{path}.data.dev" : $"{path}.data.dev.{name}");
        for (int i = 0; i < data.Extra.Count; i++) yield return (data.Extra[i], $"{path}.data.extra[{i}]");
    }

    private static IEnumerable<string> Table(RecipeTable table, TaskKind? kind, string path)
    {
        foreach (string problem in RuleAttribute.Problems(table, path)) yield return problem;
        if (kind is not null) foreach (string problem in kind.Misplaced(table, path + ".")) yield return problem;
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
            if (teachers[i].Path is null) yield return $"{place}.model is missing: name the teacher's folder or file.";
            foreach (string problem in RuleAttribute.Problems(teachers[i], place)) yield return problem;
        }
    }
}
