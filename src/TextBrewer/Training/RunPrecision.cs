using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Torch.Precision;
using static TorchSharp.torch;

namespace TextBrewer.Training;

/// <summary>
/// In which precision a run computes: float32, or mixed with bfloat16 products (<see cref="Autocast"/>). Losses are of float32 in both.
/// </summary>
internal sealed class RunPrecision(bool isMixed)
{
    internal const string Fp32 = "fp32", Bf16 = "bf16", Auto = "auto";

    // Below it the time is not worth the digits.
    internal const double Worthwhile = 1.15;

    private const int Rounds = 3;

    internal bool IsMixed => isMixed;

    internal string Name => isMixed ? Bf16 : Fp32;

    /// <summary>The precision of a run.</summary>
    /// <param name="config">Its settings.</param>
    /// <param name="model">The model that is trained.</param>
    /// <param name="device">Where it is.</param>
    /// <param name="resumed">The precision of the checkpoint that the run goes on from; null: it begins.</param>
    /// <param name="step">Computes a batch, backward too, in a precision.</param>
    /// <param name="measured">Told how many times as fast bfloat16 is, where it was measured.</param>
    /// <exception cref="ConfigurationException">bf16 is asked for where it cannot be.</exception>
    internal static RunPrecision Of(
        TrainingConfig config,
        nn.Module model,
        Device device,
        string? resumed,
        Action<RunPrecision> step,
        Action<double> measured)
    {
        string wanted = config is { Fp16: true, Precision: Fp32 } ? Auto : config.Precision;
        bool canMix = device.type == TorchSharp.DeviceType.CPU && Autocast.IsAvailable
            && model.parameters().Any(parameter => parameter.dtype == ScalarType.Float32);
        if (wanted == Bf16 && !canMix)
            throw new ConfigurationException(
                "$.precision is 'bf16', which is there for float32 models on the CPU of Linux x64: take auto.");
        if (wanted != Auto || !canMix) return new(wanted == Bf16);
        if (resumed is not null) return new(resumed == Bf16);
        double speed = TimedTurns.Speed(() => step(new(false)), () => step(new(true)), Rounds, TimeProvider.System);
        measured(speed);
        return new(speed >= Worthwhile);
    }

    /// <summary>What a model says, computed in this precision and given in float32.</summary>
    /// <param name="call">Calls the model.</param>
    /// <param name="changes">Whether its weights change from step to step.</param>
    internal Signals Run(Func<Signals> call, bool changes)
    {
        if (!isMixed) return call();
        Signals signals = Autocast.Run(call, keepsWeights: !changes);
        return signals.Tensors.All(tensor => tensor.dtype != ScalarType.BFloat16)
            ? signals
            : signals.Select((_, list) => list.With(
                [.. list.Select(tensor => tensor.dtype == ScalarType.BFloat16 ? tensor.to(ScalarType.Float32) : tensor)]));
    }
}
