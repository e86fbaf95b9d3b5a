using System.Globalization;
using TextBrewer.Data;
using TextBrewer.Objectives;
using TextBrewer.Torch.Collectives;
using TextBrewer.Torch.Reading;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Training;

/// <summary>
/// Knows the losses of the step under way, so that a step whose gradients are not finite can be explained: which term, of which examples.
/// Only then they are read.
/// </summary>
/// <param name="name">What a person knows an example by: (task, key) → its place; null: by its key.</param>
internal sealed class FiniteWatch(Func<string, UInt128, string>? name) : IDisposable
{
    private const int MostExamples = 8;

    private const string OfLoss = "the loss ";

    private readonly List<(string Task, IReadOnlyList<Example>? Examples, string[] Names, Tensor Values)> _window = [];

    /// <summary>A step begins.</summary>
    internal void Next()
    {
        foreach (var microBatch in _window) microBatch.Values.Dispose();
        _window.Clear();
    }

    /// <summary>Takes the terms of a micro-batch.</summary>
    /// <param name="values">The total and the terms' values, one behind the other; the watch disposes them.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="batch">The batch.</param>
    internal void Add<TBatch>(Tensor values, LossTerms terms, Batch<TBatch> batch) =>
        _window.Add((batch.Task, batch.Examples, [.. terms.Terms.Select(term => term.Name)], values));

    /// <summary>What is not finite in any process: the first that has a loss to name, else a gradient.</summary>
    internal string Explain(IEnumerable<(string name, Parameter parameter)> parameters, ICollective collective)
    {
        string own = Explain(parameters);
        if (collective.Size == 1) return own;
        string[] all = collective.Texts(own);
        return all.FirstOrDefault(one => one.StartsWith(OfLoss, StringComparison.Ordinal)) ?? all[0];
    }

    /// <summary>What is not finite: a loss and the examples that it is of, else a gradient.</summary>
    /// <param name="parameters">Whose gradients.</param>
    internal string Explain(IEnumerable<(string name, Parameter parameter)> parameters)
    {
        foreach ((string task, IReadOnlyList<Example>? examples, string[] names, Tensor values) in _window)
        {
            double[] read = ReadBack.Numbers(values)[1..];
            string[] bad = [.. names.Zip(read).Where(term => !double.IsFinite(term.Second))
                .Select(term => string.Create(CultureInfo.InvariantCulture, $"{term.First} ({term.Second})"))];
            if (bad.Length > 0) return $"{OfLoss}{string.Join(", ", bad)} is not finite{Of(task, examples)}";
        }
        using DisposeScope scope = NewDisposeScope();
        string? parameter = parameters.FirstOrDefault(p => p.parameter.grad is { } gradient && !Finite.All([gradient])).name;
        return parameter is null ? "the norm of the gradients is not finite" : $"the gradient of {parameter} is not finite";
    }

    public void Dispose() => Next();

    private string Of(string task, IReadOnlyList<Example>? examples)
    {
        string where = task.Length == 0 ? "" : $" in task {task}";
        if (examples is null) return where;
        string[] names = [.. examples.Take(MostExamples).Select(example => name?.Invoke(task, example.Key) ?? Key(example.Key))];
        return $"{where}, of the {examples.Count} examples {string.Join(", ", names)}{(examples.Count > names.Length ? ", …" : "")}";
    }

    // A place in the data is a small number; a hash is known by its beginning.
    private static string Key(UInt128 key) => key <= int.MaxValue
        ? key.ToString(CultureInfo.InvariantCulture)
        : key.ToString("x32", CultureInfo.InvariantCulture)[..8];
}
