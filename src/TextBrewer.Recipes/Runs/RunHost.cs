using TextBrewer.Naming;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Reports.Results;
using TextBrewer.Teachers;
using TextBrewer.Torch.Collectives;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Runs;

/// <summary>Who looks on while a command works: a console, a service, nobody.</summary>
public sealed record RunHost
{
    /// <summary>Takes sentences for a person.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>Makes the observer of a training phase, named for a person.</summary>
    public Func<string, ITrainingObserver?> Progress { get; init; } = _ => null;

    /// <summary>
    /// Takes what a check of the recipe found before anything is written; where it throws, the run does not begin. Null: nothing is
    /// checked.
    /// </summary>
    public Action<CheckResult>? Checked { get; init; }

    /// <summary>The processes that carry out the command together: all are given the same recipe, and process 0 writes.</summary>
    public ICollective Collective { get; init; } = SingleCollective.Instance;

    /// <summary>
    /// Where a process that does not see the run's folder keeps what it needs of it; null: the system's folder for temporary files.
    /// </summary>
    public string? LocalScratch { get; init; }

    /// <summary>Refuses, in all processes together, what one of them cannot carry out.</summary>
    /// <param name="problem">Why; null: it can.</param>
    /// <exception cref="ConfigurationException">There is a problem.</exception>
    internal void Refuse(string? problem) => Collective.Together("looking at the recipe", () =>
    {
        if (problem is not null) throw new ConfigurationException(problem);
    });

    /// <summary>The stages that led to the run; null: none did.</summary>
    internal IReadOnlyList<StageResult>? Before { get; init; }

    /// <summary>The stages among which the run is one; null: it stands alone.</summary>
    internal StageFolders? Stages { get; init; }

    /// <summary>Stands between each teacher and its store: who wants to know what teachers are really asked.</summary>
    internal Func<ITeacher<TextBatch>, ITeacher<TextBatch>> Around { get; init; } = teacher => teacher;
}
