using static TorchSharp.torch;

namespace TextBrewer.Training;

/// <summary>A model in evaluation mode and without gradients for as long as something is asked of it.</summary>
internal static class EvaluationMode
{
    /// <summary>Runs something, and puts the model back into the mode that it was in.</summary>
    internal static void Run(nn.Module model, Action action)
    {
        bool wasTraining = model.training;
        using var noGrad = no_grad();
        model.eval();
        try
        {
            action();
        }
        finally
        {
            model.train(wasTraining);
        }
    }
}
