using System.Runtime.CompilerServices;
using TextBrewer.Torch.Native;

namespace TextBrewer.Onnx.Tests;

internal static class NativeLibrary
{
    [ModuleInitializer]
    internal static void Load() => LibTorch.Load();
}
