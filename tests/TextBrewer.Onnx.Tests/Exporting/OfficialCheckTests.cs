using System.Diagnostics;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Tests;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Testing;

namespace TextBrewer.Onnx.Tests.Exporting;

/// <summary>The portable form before ONNX's own checker, where Python's onnx package is installed (Debian: python3-onnx).</summary>
public sealed class OfficialCheckTests
{
    private const string Script = """
        import sys
        try:
            import onnx
        except ImportError:
            sys.exit(77)
        for path in sys.argv[1:]:
            onnx.checker.check_model(path, full_check=True)
        """;

    [Fact]
    public void Portable_form_of_every_golden_head_passes_the_full_check()
    {
        using TemporaryFolder folder = new();
        List<string> paths = [];
        foreach (string name in GoldenModels.Names
            .Where(name => !GoldenModels.Architecture(name).EndsWith("Model", StringComparison.Ordinal)))
        {
            using TaskModel model = GoldenModels.Load(name);
            string file = name.Replace('/', ' ');
            paths.Add(folder[$"{file}.onnx"]);
            OnnxExport.Write(model, paths[^1], ExportForm.Portable);
            paths.Add(folder[$"{file} with weights beside it.onnx"]);
            using WeightStore store = new(paths[^1], most: 0);
            OnnxExport.Write(model, store, ExportForm.Portable);
        }
        using TokenClassifier recurrent = new(GoldenModels.BiGru(), seed: 1);
        paths.Add(folder["bigru.onnx"]);
        OnnxExport.Write(recurrent, paths[^1], ExportForm.Portable);

        string[] interpreters = [.. new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.Where(File.Exists)];
        foreach (string interpreter in interpreters)
        {
            using Process process = Process.Start(
                new ProcessStartInfo(interpreter, ["-c", Script, .. paths]) { RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 77) continue;
            Assert.True(process.ExitCode == 0, errors);
            return;
        }
        Assert.Skip("Python's onnx package is not installed; on Debian it is python3-onnx.");
    }
}
