using TextBrewer.Models.Heads;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Pretrained;

/// <summary>What a dense layer reads over some texts, in float64.</summary>
/// <param name="Mean">The mean of each channel, (width).</param>
/// <param name="Covariance">(width, width)</param>
internal sealed record InputMoments(Tensor Mean, Tensor Covariance)
{
    /// <summary>Where no text is known: every channel varies alike, and by itself.</summary>
    internal static InputMoments Unknown(long width) => new(zeros(width, dtype: float64), eye(width, dtype: float64));

    /// <summary>Listens to a model's dense layers while it reads.</summary>
    /// <param name="model">The model, whose dropout is off meanwhile.</param>
    /// <param name="names">The layers' names.</param>
    /// <param name="read">Runs the model over texts.</param>
    /// <returns>By name; a layer that read nothing is not there.</returns>
    internal static IReadOnlyDictionary<string, InputMoments> Of(TaskModel model, IReadOnlySet<string> names, Action<TaskModel> read)
    {
        Dictionary<string, Sums> sums = new(StringComparer.Ordinal);
        List<Action> remove = [];
        bool training = model.training;
        try
        {
            foreach ((string name, nn.Module module) in model.named_modules())
                if (module is Linear layer && names.Contains(name)) remove.Add(layer.register_forward_pre_hook((_, input) =>
                {
                    if (!sums.TryGetValue(name, out Sums? own)) sums[name] = own = new Sums(input.shape[^1]);
                    own.Add(input);
                    return input;
                }).remove);
            model.eval();
            using var noGrad = no_grad();
            read(model);
        }
        finally
        {
            foreach (Action one in remove) one();
            model.train(training);
        }
        return sums.ToDictionary(one => one.Key, one => one.Value.Moments(), StringComparer.Ordinal);
    }

    /// <summary>The sums over what a layer has read.</summary>
    private sealed class Sums(long width)
    {
        // Products of few vectors would cost more in additions than in products.
        private const long Together = 1024;

        // They outlive the text that is read.
        private readonly Tensor _sum = zeros(width, dtype: float64).DetachFromDisposeScope();
        private readonly Tensor _products = zeros(width, width, dtype: float64).DetachFromDisposeScope();
        private readonly List<Tensor> _waiting = [];
        private long _count, _counted;

        internal void Add(Tensor input)
        {
            Tensor vectors = input.detach().reshape(-1, width).cpu().to(float32, copy: true); // (vectors, width)
            _waiting.Add(vectors.DetachFromDisposeScope());
            _count += vectors.shape[0];
            if (_count - _counted >= Together) Count();
        }

        internal InputMoments Moments()
        {
            Count();
            using (_sum)
            using (_products)
            {
                Tensor mean = _sum / _count;
                return new InputMoments(mean, (_products / _count) - mean.outer(mean));
            }
        }

        private void Count()
        {
            if (_waiting.Count == 0) return;
            using DisposeScope scope = NewDisposeScope();
            Tensor x = cat(_waiting, 0); // (vectors, width)
            _sum.add_(x.sum([0], type: ScalarType.Float64));
            _products.add_(x.t().matmul(x));
            foreach (Tensor one in _waiting) one.Dispose();
            _waiting.Clear();
            _counted = _count;
        }
    }
}
