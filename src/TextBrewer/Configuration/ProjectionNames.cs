using TextBrewer.Naming;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Configuration;

/// <summary>The projections that a match can name.</summary>
public static class ProjectionNames
{
    /// <summary>The kinds that are filled here, N(0, 0.02) and bias 0; what is registered begins as it is made.</summary>
    internal static IReadOnlyList<string> Filled { get; } = ["linear", "relu", "tanh"];

    /// <summary><c>linear</c>, <c>relu</c>, <c>tanh</c>, and what is registered.</summary>
    public static NameTable<ProjectionFactory> Table { get; } = new("projection")
    {
        ["linear"] = _ => (from, to) => nn.Linear(from, to),
        ["relu"] = _ => (from, to) => nn.Sequential(nn.Linear(from, to), nn.ReLU()),
        ["tanh"] = _ => (from, to) => nn.Sequential(nn.Linear(from, to), nn.Tanh()),
    };
}
