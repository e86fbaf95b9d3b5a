using TextBrewer.Configuration;
using TextBrewer.Naming;

namespace TextBrewer.Training;

/// <summary>Which evaluation of a run is its best, and whether it is worth going on.</summary>
/// <param name="config">The metric, which way it is better, the patience.</param>
/// <param name="state">Where the best evaluation stands, so that it survives a resume.</param>
/// <param name="evaluates">Whether anybody evaluates.</param>
internal sealed class ModelSelection(TrainingConfig config, RunState state, bool evaluates)
{
    private static readonly string[] s_smallerIsBetter = ["loss", "error", "mse", "mae", "perplexity"];

    /// <summary>Whether the run hands over the model of its best evaluation.</summary>
    internal bool LoadsBest { get; } = evaluates && config.LoadBestModelAtEnd != false;

    /// <summary>Whether the evaluations were no better for so long that the run ends.</summary>
    internal bool IsOver => state.EvaluationsSinceBest >= (config.EarlyStoppingPatience ?? int.MaxValue);

    /// <summary>A setting that compares evaluations, where nobody evaluates.</summary>
    internal static IEnumerable<string> Problems(TrainingConfig config, bool evaluates)
    {
        if (evaluates) yield break;
        const string Cure = "needs evaluations, and there is no dev set and no evaluator: give one, or leave it out.";
        if (config.EvalSteps is not null) yield return $"$.eval_steps {Cure}";
        if (config.MetricForBestModel is not null) yield return $"$.metric_for_best_model {Cure}";
        if (config.GreaterIsBetter is not null) yield return $"$.greater_is_better {Cure}";
        if (config.LoadBestModelAtEnd == true) yield return $"$.load_best_model_at_end {Cure}";
        if (config.EarlyStoppingPatience is not null) yield return $"$.early_stopping_patience {Cure}";
    }

    /// <summary>Takes what an evaluation came to.</summary>
    /// <returns>Whether it is the best so far. One that is no number never is.</returns>
    /// <exception cref="ConfigurationException">It has no metric of the name that the settings give.</exception>
    internal bool Take(IReadOnlyDictionary<string, double> metrics)
    {
        if (Metric(metrics) is not { } metric) return false;
        double value = metrics[metric];
        bool isBest = double.IsFinite(value) && (state.Best is not { } best || IsBetter(metric, value, best.Value));
        if (isBest) state.Best = new(state.Step, metric, value);
        state.EvaluationsSinceBest = isBest ? 0 : state.EvaluationsSinceBest + 1;
        return isBest;
    }

    private string? Metric(IReadOnlyDictionary<string, double> metrics)
    {
        if (config.MetricForBestModel is not { } name) return metrics.Keys.FirstOrDefault();
        return metrics.ContainsKey(name) ? name : throw new ConfigurationException(
            $"$.metric_for_best_model is '{name}', and an evaluation gives {string.Join(", ", metrics.Keys)}: name one of these.");
    }

    private bool IsBetter(string metric, double value, double best)
    {
        bool greater = config.GreaterIsBetter ?? !s_smallerIsBetter.Any(end => metric.EndsWith(end, StringComparison.OrdinalIgnoreCase));
        return greater ? value > best : value < best;
    }
}
