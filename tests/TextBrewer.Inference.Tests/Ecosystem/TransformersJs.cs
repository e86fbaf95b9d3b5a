using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace TextBrewer.Inference.Tests.Ecosystem;

/// <summary>
/// npm's <c>@huggingface/transformers</c> in Node, reading models from the disk alone. <c>TEXTBREWER_NODE_MODULES</c> names the
/// <c>node_modules</c> that holds it.
/// </summary>
internal static class TransformersJs
{
    private const string Variable = "TEXTBREWER_NODE_MODULES", Package = "@huggingface/transformers";

    /// <summary>Asks for several things at once; skips the calling test where Node or the package is not there.</summary>
    /// <param name="root">The folder that models are named in.</param>
    /// <param name="requests">As <c>ask.cjs</c> reads them.</param>
    internal static JsonArray Ask(string root, params JsonObject[] requests)
    {
        string? modules = Environment.GetEnvironmentVariable(Variable);
        if (modules is null || !Directory.Exists(Path.Combine(modules, Package))) Assert.Skip(
            $"{Variable} names no folder with {Package} (npm install --ignore-scripts {Package}, then name its node_modules).");
        ProcessStartInfo start = new("node", [Script()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["NODE_PATH"] = modules;
        using Process node = Start(start);
        Task<string> output = node.StandardOutput.ReadToEndAsync(), error = node.StandardError.ReadToEndAsync();
        node.StandardInput.Write(new JsonObject { ["root"] = root, ["requests"] = new JsonArray(requests) }.ToJsonString());
        node.StandardInput.Close();
        node.WaitForExit();
        Assert.True(node.ExitCode == 0, error.Result);
        return JsonNode.Parse(output.Result)!.AsArray();
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("Node is not installed.");
            throw;
        }
    }

    private static string Script([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "ask.cjs");
}
