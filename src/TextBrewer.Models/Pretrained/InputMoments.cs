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
                    sums[name] = Sums.With(sums.GetValueOrDefault(name), input);
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

    /// <param name="Count">How many vectors were read.</param>
    /// <param name="Sum">Their sum, (width).</param>
    /// <param name="Products">The sum of their products with themselves, (width, width).</param>
    private sealed record Sums(long Count, Tensor Sum, Tensor Products)
    {
        internal static Sums With(Sums? before, Tensor input)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = input.detach().reshape(-1, input.shape[^1]).cpu().to(float64); // (vectors, width)
            Tensor sum = x.sum([0]), products = x.t().matmul(x);
            if (before is not null)
            {
                before.Sum.add_(sum);
                before.Products.add_(products);
                return before with { Count = before.Count + x.shape[0] };
            }
            return new Sums(x.shape[0], sum.DetachFromDisposeScope(), products.DetachFromDisposeScope());
        }

        internal InputMoments Moments()
        {
            using (Sum)
            using (Products)
            {
                Tensor mean = Sum / Count;
                return new InputMoments(mean, (Products / Count) - mean.outer(mean));
            }
        }
    }
}
