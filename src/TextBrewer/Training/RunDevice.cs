using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Torch.Collectives;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Training;

/// <summary>Where a run computes, by <c>device</c>: models are moved there, and batches that can be (<see cref="IDeviceBatch"/>).</summary>
internal static class RunDevice
{
    /// <summary>The device of a run over batches of a type.</summary>
    /// <param name="config">Its settings: <c>auto</c> is CUDA where there is one and batches can be moved, else where the model is.</param>
    /// <param name="model">The model that is trained.</param>
    internal static Device Of<TBatch>(TrainingConfig config, nn.Module model) => config.Device switch
    {
        "cpu" => CPU,
        "cuda" => CUDA,
        _ when cuda.is_available() && typeof(IDeviceBatch).IsAssignableFrom(typeof(TBatch)) => CUDA,
        _ => model.parameters().FirstOrDefault()?.device ?? CPU,
    };

    /// <summary>Moves a model, unless it is there: moving makes new parameters.</summary>
    internal static void Move(nn.Module model, Device device)
    {
        if (model.parameters().Any(parameter => parameter.device.type != device.type)) model.to(device);
    }

    /// <summary>
    /// Seeds what a device draws for an optimizer step by the run's seed and the step: TorchSharp reads no device's random state, so that a
    /// checkpoint holds it as these two numbers. On the CPU the state itself is saved, and nothing is done.
    /// </summary>
    /// <remarks>
    /// Several processes draw each for their own part of the batch: seeded by step and rank, so that one process's checkpoint is all that
    /// they need to go on.
    /// </remarks>
    internal static void SeedStep(Device device, int seed, long step, ICollective collective)
    {
        long own = unchecked((((seed * 1_000_003L) + step) * 65_537L) + collective.Rank);
        if (collective.Size > 1) random.manual_seed(own);
        else if (device.type == TorchSharp.DeviceType.CUDA) cuda.manual_seed_all(unchecked((seed * 1_000_003L) + step));
    }
}
