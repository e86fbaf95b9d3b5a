using System.Text.Json;
using TextBrewer.Testing;
using TextBrewer.Torch.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests;

public sealed class OptimizerGoldenTests
{
    [Fact]
    public void AdamW_of_golden_cases_takes_the_golden_steps()
    {
        JsonElement[] cases = [.. Golden.Json("optimizers.json").GetProperty("optimizers").EnumerateArray().Where(c => c.GetProperty("optimizer").GetString() == "adamw")];
        Assert.NotEmpty(cases);
        foreach (JsonElement golden in cases)
        {
            using var scope = NewDisposeScope();
            Parameter parameter = new(Agree.Tensor(golden.GetProperty("initial")));
            JsonElement arguments = golden.GetProperty("arguments");
            (double beta1, double beta2) = arguments.TryGetProperty("betas", out JsonElement betas) ? (betas[0].GetDouble(), betas[1].GetDouble()) : (0.9, 0.999);
            double epsilon = arguments.TryGetProperty("eps", out JsonElement eps) ? eps.GetDouble() : 1e-8;
            double decay = arguments.TryGetProperty("weight_decay", out JsonElement d) ? d.GetDouble() : 0.01;
            using Optimizers.AdamW optimizer = new([new ParameterGroup([new("p", parameter)])], arguments.GetProperty("lr").GetDouble(), beta1, beta2, epsilon, decay);
            JsonElement[] expected = [.. golden.GetProperty("parameters").EnumerateArray()];
            int step = 0;
            foreach (JsonElement gradient in golden.GetProperty("gradients").EnumerateArray())
            {
                parameter.grad = Agree.Tensor(gradient);
                if (step == 0) optimizer.Step();
                else LiveTensors.Unchanged(() => optimizer.Step());
                Agree.Assert(expected[step], parameter, 1e-9, $"step {step}");
                step++;
            }
        }
    }

    [Fact]
    public void Clip_of_golden_cases_gives_the_golden_norm_and_gradients()
    {
        JsonElement[] cases = [.. Golden.Json("optimizers.json").GetProperty("clipping").EnumerateArray()];
        Assert.NotEmpty(cases);
        foreach (JsonElement golden in cases)
        {
            using var scope = NewDisposeScope();
            JsonElement[] gradients = [.. golden.GetProperty("gradients").EnumerateArray()];
            Parameter[] parameters = [.. gradients.Select(g => new Parameter(zeros_like(Agree.Tensor(g))))];
            for (int i = 0; i < gradients.Length; i++) parameters[i].grad = Agree.Tensor(gradients[i]);

            double norm = 0;
            LiveTensors.Unchanged(() => norm = GradientNorm.Clip(parameters, golden.GetProperty("max_norm").GetDouble()));

            Agree.Assert(golden.GetProperty("norm").GetDouble(), norm, 1e-9, "norm");
            JsonElement[] clipped = [.. golden.GetProperty("clipped").EnumerateArray()];
            for (int i = 0; i < clipped.Length; i++) Agree.Assert(clipped[i], parameters[i].grad!, 1e-9, "clipped");
        }
    }
}
