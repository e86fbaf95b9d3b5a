using System.IO.Compression;
using System.Text;

namespace TextBrewer.Tests.Teachers;

/// <summary>
/// Writes TorchScript files as <c>torch.jit.save</c> does, for modules without tensors: an archive of code, constants and the module's
/// state.
/// </summary>
internal static class ScriptFile
{
    /// <summary>Writes a module, in training mode, whose <c>forward</c> takes a tensor <c>x</c>.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="type">What it returns, as TorchScript names it.</param>
    /// <param name="body">Its lines.</param>
    internal static void Write(string path, string type, params string[] body)
    {
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        Add(archive, "version", "10\n"u8);
        Add(archive, "constants.pkl", [0x80, 2, (byte)')', (byte)'.']); // protocol 2, an empty tuple
        // __torch__.M.__new__() with the state { "training": True }
        Add(archive, "data.pkl", [0x80, 2, .. "c__torch__\nM\n)"u8, 0x81, .. "}X"u8, 8, 0, 0, 0, .. "training"u8, 0x88, .. "sb."u8]);
        string code = $"class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n  def forward(self: __torch__.M,\n "
            + $"   x: Tensor) -> {type}:\n{string.Concat(body.Select(line => $"    {line}\n"))}";
        Add(archive, "code/__torch__.py", Encoding.UTF8.GetBytes(code));
    }

    // Stored, not compressed: libtorch reads nothing else.
    private static void Add(ZipArchive archive, string name, ReadOnlySpan<byte> content)
    {
        using Stream entry = archive.CreateEntry($"m/{name}", CompressionLevel.NoCompression).Open();
        entry.Write(content);
    }
}
