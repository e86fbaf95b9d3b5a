using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Training;

/// <summary>TextBrewer's callback: called after every saved checkpoint with the model in evaluation mode and without gradients.</summary>
/// <param name="model">The model that is trained.</param>
/// <param name="callback">The callback.</param>
internal sealed class CallbackObserver(nn.Module model, Action<nn.Module, long> callback) : ITrainingObserver
{
    // TextBrewer's callback is told about checkpoints alone.
    public bool Wants(long step) => false;

    public void Saved(long step, string folder) => EvaluationMode.Run(model, () => callback(model, step));
}
