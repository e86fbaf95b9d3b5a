using System.Runtime.InteropServices;
using TextBrewer.Testing;

namespace TextBrewer.Torture.Tests;

/// <summary>The same recipe and seed give the same bytes, whatever surrounds the process.</summary>
public sealed class DeterminismTests
{
    [Fact]
    public void Same_recipe_gives_the_same_bytes_in_another_process_with_one_worker_in_another_culture_and_on_a_console()
    {
        Assert.SkipUnless(RuntimeInformation.IsOSPlatform(OSPlatform.Linux), "A console is made by util-linux's script.");
        using TemporaryFolder folder = new();
        Scenario scenario = Scenario.All[0];
        string[] program = ["dotnet", Child.Program, "distill", "recipe.json"];
        SortedDictionary<string, string> expected = Run("first", program);
        Assert.Contains(Path.Combine("student", "onnx", "model_int8.onnx"), expected.Keys);
        // Each run changes two things that have nothing to do with each other: a run takes seconds, nearly all of them to start.
        Same("one worker, turkish", program, ("DOTNET_PROCESSOR_COUNT", "1"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"));
        Same("two workers, german", program, ("DOTNET_PROCESSOR_COUNT", "2"), ("LC_ALL", "de_DE.UTF-8"), ("LANG", "de_DE.UTF-8"));
        Same(
            "console, invariant",
            ["script", "-qec", string.Join(' ', program.Select(word => $"'{word}'")), "/dev/null"],
            ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"));

        void Same(string name, IReadOnlyList<string> command, params (string Name, string Value)[] variables)
        {
            IReadOnlyList<string> differences = RunBytes.Differences(expected, Run(name, command, variables));
            Assert.True(differences.Count == 0, $"{name}: {string.Join(", ", differences)}");
        }

        SortedDictionary<string, string> Run(string name, IReadOnlyList<string> command, params (string Name, string Value)[] variables)
        {
            ScenarioFolder.Make(folder[name], scenario);
            using Child child = Child.Start(folder[name], command, variables.ToDictionary(v => v.Name, v => v.Value));
            int? code = child.Wait(TimeSpan.FromMinutes(5));
            Assert.True(code == 0, $"{name} ended with {code}: {child.Said}");
            return RunBytes.Of(folder[name, ScenarioFolder.Run]);
        }
    }
}
