using TextBrewer.Configuration;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Torch.Weights;
using static TorchSharp.torch;

namespace TextBrewer.Training;

/// <summary>
/// The exponential moving average of a model's weights (Polyak and Juditsky 1992; of a student's: Tarvainen and Valpola 2017). It begins as
/// the weights w that the run begins with; after the t-th step that is taken a ← dₜ · a + (1 − dₜ) · w, dₜ = min(d, (1 + t)/(10 + t)): a
/// run that is short beside 1/(1 − d) is not left with its first weights. Buffers are the model's own, as they are at the time.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly nn.Module _model;
    private readonly double _decay;
    private readonly MovingAverage _average;

    private WeightAverage(nn.Module model, double decay) => (_model, _decay, _average) = (model, decay, new(model.parameters()));

    private bool IsShown { get; set; }

    /// <summary>The average that a run keeps of a model's weights; null: none.</summary>
    internal static WeightAverage? Of(TrainingConfig config, nn.Module model) =>
        config.EmaDecay is double decay ? new(model, decay) : null;

    /// <summary>Begins with the weights as they are.</summary>
    internal void Begin() => _average.Begin();

    /// <summary>Takes in the weights after a step.</summary>
    /// <param name="taken">How many steps were taken, this one included; those that were skipped are not.</param>
    internal void Follow(long taken) => _average.Follow(1 - Math.Min(_decay, (1.0 + taken) / (10.0 + taken)));

    /// <summary>Puts the average into the model for as long as the result lives: it is what is evaluated and saved.</summary>
    internal IDisposable Shown()
    {
        Show();
        return new Showing(this);
    }

    /// <summary>Puts the average into the model for good: it is what the run hands over.</summary>
    internal void Show()
    {
        if (IsShown) return;
        _average.Exchange();
        IsShown = true;
    }

    /// <summary>The model's tensors by name, with the weights that are trained in place of the average that is shown.</summary>
    internal IReadOnlyDictionary<string, Tensor> Trained() =>
        StateDict.Of(_model).ToDictionary(tensor => tensor.Key, tensor => _average.Of(tensor.Value));

    public void Dispose() => _average.Dispose();

    private void Hide()
    {
        _average.Exchange();
        IsShown = false;
    }

    private sealed class Showing(WeightAverage average) : IDisposable
    {
        public void Dispose() => average.Hide();
    }
}
