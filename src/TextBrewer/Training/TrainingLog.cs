using Microsoft.Extensions.Logging;
using TextBrewer.Configuration;

namespace TextBrewer.Training;

/// <summary>What a run says to a logger.</summary>
internal static partial class TrainingLog
{
    internal static void Starting(this ILogger logger, RunPlan plan, long step, TrainingConfig config)
    {
        if (step == 0) logger.Begins(plan.Steps, plan.Checkpoints);
        else logger.GoesOn(step, plan.Steps);
        if (config.Fp16OptLevel is { } level) logger.NoOptLevel(level);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A position's temperature fell to {Floor}, below which none goes: a smaller beta "
        + "keeps it above.")]
    internal static partial void TemperatureHeld(this ILogger logger, double floor);

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
