using TextBrewer.Torch.Weights;
using TorchSharp;

namespace TextBrewer.Fuzz.Formats;

/// <summary>Reads every tensor of a folder's weights.</summary>
internal static class WeightsUse
{
    internal static void ReadAll(string folder)
    {
        using IWeightsFile file = WeightsFolder.Open(folder);
        foreach (string name in file.Entries.Keys)
        {
            using torch.Tensor tensor = file.Read(name);
        }
    }
}
