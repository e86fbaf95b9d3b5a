using System.Diagnostics;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;
using TextBrewer.Training;

namespace TextBrewer.Cli.Tests;

/// <summary>The real program, and the signals that stop it: as a terminal, docker and systemd send them.</summary>
public sealed class SignalTests
{
    // More than the program can read, train or score before a signal arrives.
    private const int Many = 400_000;

    // An epoch: no checkpoint comes before its end.
    private const int Steps = 200;

    [Theory]
    [InlineData(RunningProgram.Hup, 129)]
    [InlineData(RunningProgram.Int, 130)]
    [InlineData(RunningProgram.Term, 143)]
    public async Task Training_that_is_stopped_saves_and_resume_ends_with_the_same_weights(int signal, int code)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Write(folder["train.tsv"], Steps);
        string[] command = ["distill", folder["recipe.json"]];
        using (RunningProgram whole = new([.. command, "--set", "training.output_dir=whole"])) Assert.Equal(0, await whole.Ended());

        using RunningProgram program = new(command);
        await program.Until($"Distilling: {Steps} steps.");
        program.Send(signal);
        Assert.Equal(code, await program.Ended());
        Assert.Contains("a checkpoint is saved. Go on with: textbrewer resume", program.Said, StringComparison.Ordinal);
        Assert.Equal("stopped", RunResult.Load(folder["run"])!.Status);

        using RunningProgram resumed = new("resume", folder["run"]);
        Assert.Equal(0, await resumed.Ended());
        string weights = Path.Combine("student", "model.safetensors");
        Assert.Equal(File.ReadAllBytes(folder["whole", weights]), File.ReadAllBytes(folder["run", weights]));
    }

    [Fact]
    public async Task Run_that_is_stopped_while_it_reads_leaves_nothing_behind()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Write(folder["many.tsv"]);
        using RunningProgram program = new("distill", folder["recipe.json"], "--set", "data.dev.path=many.tsv");
        await program.Until("train.tsv: 2 examples");
        program.Send(RunningProgram.Int);
        Assert.Equal(130, await program.Ended());
        Assert.EndsWith("Stopped before the first step: nothing is kept.", program.Said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public async Task Run_that_is_stopped_in_its_evaluation_says_where_it_goes_on()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Write(folder["many.tsv"]);
        string[] settings = ["--set", "data.dev.path=many.tsv", "--set", "training.num_steps=1"];
        using RunningProgram program = new(["distill", folder["recipe.json"], .. settings]);
        await program.Until("Distilling: 1 steps.");
        program.Send(RunningProgram.Term);
        Assert.Equal(143, await program.Ended());
        Assert.Contains("Stopped at step 1; a checkpoint is saved", program.Said, StringComparison.Ordinal);
        Assert.True(Directory.Exists(folder["run", "checkpoints", "gs1"]));
        Assert.False(Directory.Exists(folder["run", "student"]));
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("export")]
    public async Task Command_over_a_large_file_ends_before_its_end(string command)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Write(folder["many.tsv"]);
        // What is left out by a limit is said when all is read.
        string[] arguments = [command, folder["teacher"], "--data", folder["many.tsv"], "--limit", $"{Many - 1}"];
        using RunningProgram program = new([.. arguments, .. command == "export" ? ["--output", folder["onnx"]] : (string[])[]]);
        await program.Until("many.tsv: ");
        program.Send(RunningProgram.Int);
        Assert.Equal(130, await program.Ended());
        Assert.Equal("", await program.Output());
        Assert.False(File.Exists(folder["onnx", "onnx", "model.onnx"]));
    }

    [Fact]
    public async Task Predict_that_waits_for_standard_input_ends()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        using RunningProgram program = new("predict", folder["teacher"]);
        await Heeds(program);
        program.Send(RunningProgram.Int);
        Assert.Equal(130, await program.Ended());
    }

    [Fact]
    public async Task Benchmark_of_many_rounds_ends()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        using RunningProgram program = new("benchmark", folder["teacher"], "--rounds", "100000000", "--length", "4");
        await Heeds(program);
        program.Send(RunningProgram.Term);
        Assert.Equal(143, await program.Ended());
    }

    [Fact]
    public async Task Second_signal_ends_at_once_and_what_comes_with_the_first_does_not()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Write(folder["many.tsv"]);
        // In its first step, whose end the first signal waits for: accumulation makes it as long as the whole file.
        string[] command = ["distill", folder["recipe.json"], "--set", "data.train.path=many.tsv", "--set", "data.dev.path=train.tsv",
            "--set", $"training.gradient_accumulation_steps={Many}"];
        using RunningProgram program = new(command);
        await program.Until("Distilling: 1 steps.");
        program.Send(RunningProgram.Int);
        program.Send(RunningProgram.Hup);
        program.Send(RunningProgram.Int);
        await Task.Delay(500);
        program.Send(RunningProgram.Hup); // a closed terminal says so more than once
        program.Send(RunningProgram.Term);
        Assert.Equal(143, await program.Ended());
        Assert.DoesNotContain("Stopped", program.Said, StringComparison.Ordinal);
        Assert.Empty(Checkpoint.All(folder["run"]));
    }

    [Fact]
    public async Task Nobody_who_listens_is_no_reason_not_to_save()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Write(folder["train.tsv"], Steps);
        using RunningProgram program = new("distill", folder["recipe.json"]);
        await program.Until($"Distilling: {Steps} steps.");
        program.StopListening();
        program.Send(RunningProgram.Hup);
        Assert.Equal(129, await program.Ended());
        Assert.Equal("stopped", RunResult.Load(folder["run"])!.Status);
        Assert.True(Directory.Exists(folder["run", "checkpoints"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task Terminal_that_is_closed_stops_a_run_which_saves()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Write(folder["train.tsv"], Steps);
        using PseudoTerminal terminal = new();
        ProcessStartInfo start = new("setsid", ["--wait", "sh", "-c",
            $"exec 0<>{terminal.Name} 1>&0 2>&0; exec \"$0\" distill \"$1\"", RunningProgram.Path,
            folder["recipe.json"]]);
        using RunningProgram program = new(start);
        while (!File.Exists(folder["run", "metrics.jsonl"]))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            terminal.Read();
        }
        terminal.Dispose();
        Assert.Equal(129, await program.Ended());
        Assert.Equal("stopped", RunResult.Load(folder["run"])!.Status);
        Assert.True(Directory.Exists(folder["run", "checkpoints"]));
    }

    [Fact]
    public async Task Signal_that_was_ignored_at_the_start_as_by_nohup_stays_ignored()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Write(folder["train.tsv"], Steps);
        ProcessStartInfo start = new("sh", ["-c", "trap '' HUP; exec \"$0\" distill \"$1\"",
            RunningProgram.Path, folder["recipe.json"]]);
        using RunningProgram program = new(start);
        await program.Until($"Distilling: {Steps} steps.");
        program.Send(RunningProgram.Hup);
        Assert.Equal(0, await program.Ended());
        Assert.Equal("completed", RunResult.Load(folder["run"])!.Status);
    }

    /// <summary>Waits until a program that says nothing has its signals in hand: SIGTERM is caught.</summary>
    private static async Task Heeds(RunningProgram program)
    {
        while (!program.Catches(RunningProgram.Term)) await Task.Delay(20);
        await Task.Delay(500);
    }

    private static void Write(string path, int rows = Many) => File.WriteAllLines(
        path,
        ["sentence\tlabel", .. Enumerable.Range(0, rows).Select(i => i % 2 == 0 ? "good bad good\tLABEL_1" : "bad bad\tLABEL_0")]);
}
