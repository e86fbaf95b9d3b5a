using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Files;
using TextBrewer.Text.Tasks;

namespace TextBrewer.Recipes.Scaffolding;

/// <summary>What a first recipe says, before it is written down.</summary>
/// <param name="Kind">The kind of task.</param>
/// <param name="Config">The teacher's or model's configuration.</param>
/// <param name="Train">The training file, with what has to be said about it.</param>
internal sealed record ScaffoldDraft(TaskKind Kind, EncoderConfig Config, RecipeTable Train)
{
    /// <summary>How many training examples there are; null: it is plain text.</summary>
    internal int? Examples { get; private init; }

    /// <summary>How many of them are kept apart as a dev set.</summary>
    internal int Apart { get; private init; }

    /// <summary>What was seen, a sentence each.</summary>
    internal required IReadOnlyList<string> Seen { get; init; }

    /// <summary>Looks at the model, then at the data.</summary>
    /// <exception cref="ConfigurationException">They do not go together.</exception>
    /// <exception cref="InvalidDataException">A file cannot be read.</exception>
    internal static ScaffoldDraft Of(ScaffoldSettings settings)
    {
        string folder = settings.Teacher ?? settings.Model!;
        EncoderConfig config = EncoderConfig.FromFile(Path.Combine(folder, ModelFiles.Config));
        string? task = settings.Teacher is null ? settings.Task : TaskFile.Load(folder)?.Task ?? TaskKinds.Of(config).Name;
        TaskKind? told = task is null ? null : TaskKinds.Get(task);
        List<string> seen = [];
        DataForm form = DataLook.Of(settings.Data);
        if (settings.Teacher is not null)
            seen.Add($"The teacher is a {told!.Name} model of {config.NumHiddenLayers} layers ({told.Meaning}).");
        if (told is not null)
            foreach (string file in new[] { settings.Data, settings.Dev }.OfType<string>()) CheckForm(file, told, settings);
        TaskKind[] kinds = told is not null ? [told] : [.. TaskKinds.All.Where(kind => kind.DataForms.Contains(form))];
        (TaskKind kind, RecipeTable train) = kinds.Any(one => one.HasTextColumns)
            ? Table(settings, kinds, config, seen)
            : (kinds[0], new RecipeTable { Path = settings.Data });
        if (settings.Model is not null) seen.Add(
            $"The model of {config.NumHiddenLayers} layers will be trained for {kind.Name} ({kind.Meaning})"
                + $"{(kinds.Length > 1 ? "; --task names another kind" : "")}.");
        ScaffoldDraft draft = new(kind, config, train) { Seen = seen };
        if (kind.LearnsRawText) return draft;
        SplitKey[] examples = [.. kind.SplitKeys(train)];
        if (settings.Teacher is { } teacher) TrainedLabels.Check(kind, train, config.Labels, teacher);
        if (settings.Dev is { } dev) _ = kind.SplitKeys(new RecipeTable { Path = dev }.Like(train)).Count();
        draft = draft with { Examples = examples.Length, Apart = settings.Dev is null ? DevSplit.Of(examples, null).Count : 0 };
        if (settings.Dev is null) seen.Add($"{Path.GetFileName(settings.Data)}: {draft.DevSet()}");
        return draft;
    }

    /// <summary>What the models will be judged by where no dev set is named, in a sentence.</summary>
    internal string DevSet() => Apart > 0
        ? FormattableString.Invariant($"of {Examples} examples {Apart} are kept apart as dev set, the same in every run.")
        : FormattableString.Invariant($"no dev set is kept apart of {Examples} examples, and nobody will know how good the model is: ")
            + FormattableString.Invariant($"name a file with --dev (\"dev\"), or bring {DevSplit.Least} examples or more.");

    private static void CheckForm(string path, TaskKind kind, ScaffoldSettings settings)
    {
        DataForm form = DataLook.Of(path);
        if (kind.DataForms.Contains(form)) return;
        string wanted = string.Join(", or ", kind.DataForms.Select(DataLook.Name));
        string[] others = [.. TaskKinds.All.Where(other => other.DataForms.Contains(form)).Select(other => other.Name)];
        string who = settings.Teacher is { } teacher ? $"the teacher '{teacher}' is a {kind.Name} model" : $"the task is {kind.Name}";
        string other = settings.Teacher is null ? "another --task" : "a teacher for such data";
        throw new ConfigurationException($"'{path}' looks like {DataLook.Name(form)}, and {who} ({kind.Meaning}), which learns from "
            + $"{wanted}. Name another file, or {other} ({string.Join(", ", others)}).");
    }

    /// <summary>What has to be said about a table.</summary>
    private static (TaskKind Kind, RecipeTable Train) Table(
        ScaffoldSettings settings,
        TaskKind[] kinds,
        EncoderConfig config,
        List<string> seen)
    {
        string path = settings.Data;
        TableSample sample = TableSample.Of(path);
        TableRowsSeen rows = TableRowsSeen.Of(sample, path);
        TaskKind? told = kinds.Length == 1 ? kinds[0] : null;
        IReadOnlyList<string>? labels = settings.Teacher is null ? null : told!.Labels is null ? [] : config.Labels;
        int[] byLabels = labels is null ? LabelColumn.OfFile(rows, told) : LabelColumn.OfTeacher(rows, told!, labels);
        if (byLabels.Length == 0) throw new ConfigurationException(Nothing(settings, rows, told, labels));
        TaskKind kind = told ?? LabelColumn.Kind(rows, byLabels[0], kinds, path);
        ColumnGuess guess = ColumnGuess.Of(rows, byLabels, kind, labels, path);
        if (guess.Example is { } label) seen.Add($"{Path.GetFileName(path)}: the first row is an example and names no columns, for its "
            + $"'{label}' is a label; columns are numbers from 0.");
        string second = guess.Pair is null ? "" : $", the second text in '{guess.Pair}'";
        seen.Add($"{Path.GetFileName(path)}: the text is in '{guess.Text}'{second}, the label in '{guess.Label}'.");
        return (kind, new RecipeTable
        {
            Path = path,
            Delimiter = sample.Delimiter,
            Encoding = sample.Encoding,
            Header = guess.Example is null ? null : false,
            Text = guess.Text,
            Pair = guess.Pair,
            Label = guess.Label,
            LabelNames = guess.LabelNames.Count > 0 ? guess.LabelNames : null,
        });
    }

    private static string Nothing(ScaffoldSettings settings, TableRowsSeen rows, TaskKind? kind, IReadOnlyList<string>? labels)
    {
        string values = rows.FewValues();
        string wanted = kind?.Form == AnswerForm.Number ? "numbers"
            : labels is null ? "labels: from 2 to 100 different values, each several times"
            : $"the teacher's labels ({Names.List(labels)})";
        string cure = kind?.Form == AnswerForm.Number ? "Name another file."
            : labels is null ? "Name another file, or write the recipe by hand (docs/recipe.md)."
            : TrainedLabels.Cure(
                settings.Data,
                settings.Teacher!,
                rows.Columns.Any(column => rows.Cells(column).Distinct().Take(labels.Count + 1).Count() <= labels.Count));
        return $"'{settings.Data}': no column holds {wanted}{(values.Length == 0 ? "" : $": {values}")}. {cure}";
    }
}
