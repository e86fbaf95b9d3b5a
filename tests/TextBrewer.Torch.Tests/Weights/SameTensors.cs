using TextBrewer.Torch.Weights;
using Xunit;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests.Weights;

/// <summary>Compares files of weights.</summary>
internal static class SameTensors
{
    /// <summary>Asserts that two files have the same names, types, shapes and bytes.</summary>
    internal static void Assert(IWeightsFile expected, IWeightsFile actual)
    {
        Xunit.Assert.Equal(expected.Entries.Keys.Order(), actual.Entries.Keys.Order());
        Xunit.Assert.NotEmpty(expected.Entries);
        using var scope = NewDisposeScope();
        foreach ((string name, TensorEntry entry) in expected.Entries)
        {
            Xunit.Assert.Equal(
                (name, entry.Type, string.Join(',', entry.Shape)),
                (actual.Entries[name].Name, actual.Entries[name].Type, string.Join(',', actual.Entries[name].Shape)));
            Tensor one = expected.Read(name), other = actual.Read(name);
            Xunit.Assert.Equal(one.shape, other.shape);
            Xunit.Assert.True(one.bytes.SequenceEqual(other.bytes), name);
        }
    }
}
