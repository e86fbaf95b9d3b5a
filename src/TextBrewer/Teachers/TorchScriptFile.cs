using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using TextBrewer.Naming;
using TextBrewer.Torch.Native;
using static TorchSharp.torch;

namespace TextBrewer.Teachers;

/// <summary>
/// A file written by <c>torch.jit.save</c>: a zip archive of code, constants and tensors.
/// It is checked before libtorch sees it: libtorch compares no checksums, and TorchSharp 0.107 lets the exceptions of its parser end the
/// process.
/// </summary>
internal static class TorchScriptFile
{
    /// <summary>Checks a file and loads it, in evaluation mode.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or not TorchScript; the message says what to do.</exception>
    /// <exception cref="ConfigurationException">The device is not there.</exception>
    internal static jit.ScriptModule Load(string path, Device device)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        if (device.type == TorchSharp.DeviceType.CUDA && !cuda.is_available())
            throw new ConfigurationException($"'{path}' was asked for on {device}, and there is no CUDA here: load it on the CPU, or add "
                + "the package TorchSharp-cuda-linux.");
        Check(path);
        try
        {
            jit.ScriptModule module = jit.load(path, device.type, device.index);
            module.eval();
            return module;
        }
        catch (ExternalException error)
        {
            throw new InvalidDataException($"'{path}' does not load as TorchScript: {NativeError.Sentence(error)} Trace or script the "
                + "model again, with PyTorch 2.10 or older.", error);
        }
    }

    private static void Check(string path)
    {
        bool hasCode;
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            foreach (ZipArchiveEntry entry in archive.Entries) CheckSum(entry);
            ZipNames.Check(path);
            hasCode = archive.Entries.Any(entry => entry.FullName.Contains("/code/", StringComparison.Ordinal));
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"'{path}' is damaged, or not a TorchScript file: {error.Message} Copy it again, or write it "
                + "again in PyTorch with torch.jit.trace(…).save(path) or torch.jit.script(…).save(path).", error);
        }
        if (!hasCode)
            throw new InvalidDataException($"'{path}' is an archive without a program, such as torch.save writes. Trace or script the "
                + "model in PyTorch and save that: torch.jit.trace(model.eval(), inputs).save(path).");
    }

    private static void CheckSum(ZipArchiveEntry entry)
    {
        using Stream content = entry.Open();
        Crc32 checksum = new(); // .NET's reader of archives does not compare it
        checksum.Append(content);
        if (checksum.GetCurrentHashAsUInt32() != entry.Crc32)
            throw new InvalidDataException($"The entry '{entry.FullName}' does not have its checksum.");
    }
}
