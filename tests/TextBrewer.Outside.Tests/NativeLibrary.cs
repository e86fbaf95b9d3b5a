using System.Runtime.CompilerServices;
using TextBrewer.Torch.Native;
using TorchSharp;

namespace TextBrewer.Outside.Tests;

internal static class NativeLibrary
{
    [ModuleInitializer]
    internal static void Load()
    {
        LibTorch.Load();
        // As the samples' own program does: models this small lose more by sharing the work among threads than they gain.
        torch.set_num_threads(1);
    }
}
