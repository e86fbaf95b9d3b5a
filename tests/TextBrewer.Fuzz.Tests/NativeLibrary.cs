using System.Runtime.CompilerServices;
using TextBrewer.Torch.Native;

namespace TextBrewer.Fuzz.Tests;

internal static class NativeLibrary
{
    [ModuleInitializer]
    internal static void Load() => LibTorch.Load();
}
