using Microsoft.Extensions.Logging;
using TextBrewer.Configuration;
using TextBrewer.Schedules;

namespace TextBrewer.Training;

/// <summary>What a run says to a logger.</summary>
internal static partial class TrainingLog
{
    /// <summary>So many skipped steps are explained; the end counts them all.</summary>
    internal const int MostSkips = 5;

    internal static void Starting(this ILogger logger, RunPlan plan, long step, TrainingConfig config)
    {
        if (step == 0) logger.Begins(plan.Steps, plan.Checkpoints);
        else logger.GoesOn(step, plan.Steps);
        if (config.Fp16OptLevel is { } level) logger.NoOptLevel(level);
    }

    internal static string TemperatureHeld => FormattableString.Invariant(
        $"A position's temperature fell to {TemperatureSchedules.Floor}, below which none goes: a smaller beta keeps it above.");

    internal static string Skipped(long step, long steps, string why) => FormattableString.Invariant(
        $"Step {step} of {steps} was skipped: {why}.");

    internal static string Skipped(long skipped, long steps) => FormattableString.Invariant(
        $"{skipped} of {steps} steps were skipped, because the loss or a gradient was not finite.");

    internal static string Diverged(long step, long steps, bool isSaved) => FormattableString.Invariant(
        $"The training diverged at step {step} of {steps}: its losses, gradients or weights are no longer finite numbers. ")
            + (isSaved ? "The last checkpoint holds the model as it was before." : "No checkpoint had been saved before.")
            + " A lower learning rate, a longer warm-up or max_grad_norm may cure it.";

    internal static void Ending(this ILogger logger, TrainingResult result, RunPlan plan)
    {
        if (result.EndedEarly) logger.EndsEarly(result.Steps, plan.Steps);
        if (result.IsBest) logger.TakesBest(result.Best!.Step, result.Best.Metric, result.Best.Value, result.Steps);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Sentence}")]
    internal static partial void Warns(this ILogger logger, string sentence);

    [LoggerMessage(Level = LogLevel.Information, Message = "The training ends early, after step {Step} of {Steps}: the evaluations were no "
        + "longer the best.")]
    private static partial void EndsEarly(this ILogger logger, long step, long steps);

    [LoggerMessage(Level = LogLevel.Information, Message = "The model is that of step {Step}, whose {Metric} of {Value:F4} was the best of "
        + "all evaluations, not that of step {Last}: load_best_model_at_end.")]
    private static partial void TakesBest(this ILogger logger, long step, string metric, double value, long last);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem} The model stays that of the last step.")]
    internal static partial void BestIsDamaged(this ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The run goes on although it is made of something else than before: {Changes}. It "
        + "ends with another model than an undisturbed one.")]
    internal static partial void GoesOnChanged(this ILogger logger, string changes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The run goes on with {Now} processes where it had {Before}: its losses are the "
        + "same but for the last digits, and dropout draws otherwise.")]
    internal static partial void GoesOnWithOthers(this ILogger logger, string now, string before);

    [LoggerMessage(Level = LogLevel.Information, Message = "Training begins: {Steps} optimizer steps, {Checkpoints} checkpoints.")]
    private static partial void Begins(this ILogger logger, long steps, int checkpoints);

    [LoggerMessage(Level = LogLevel.Information, Message = "Training goes on after step {Step} of {Steps}.")]
    private static partial void GoesOn(this ILogger logger, long step, long steps);

    [LoggerMessage(Level = LogLevel.Warning, Message = "fp16_opt_level is '{Level}': it belongs to Apex and has no effect here.")]
    private static partial void NoOptLevel(this ILogger logger, string level);

    [LoggerMessage(Level = LogLevel.Information, Message = "precision auto: a batch is {Speed:F2} times as fast in bf16 as in fp32.")]
    internal static partial void PrecisionMeasured(this ILogger logger, double speed);

    [LoggerMessage(Level = LogLevel.Information, Message = "Training in {Precision}.")]
    internal static partial void InPrecision(this ILogger logger, string precision);
}
