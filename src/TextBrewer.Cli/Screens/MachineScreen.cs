using TextBrewer.Recipes.Benchmarking;
using TextBrewer.Torch.Native;

namespace TextBrewer.Cli.Screens;

/// <summary>What a machine offers, what is wrong, and the cure.</summary>
internal static class MachineScreen
{
    internal static void Show(Terminal terminal, MachineReport machine)
    {
        List<(string What, string Says)> lines = [];
        Line("system", machine.System);
        Line("instructions", machine.Instructions);
        if (machine.UsesAvx512OfOthers) Line("", "MKL, which multiplies for torch, uses the AVX-512 that it leaves alone on processors "
            + $"of this maker ({MatrixKernels.Variable}=0 leaves it alone)");
        Line("int8", machine.Int8Saturates
            ? "no VNNI: int8 models run slower than they could, so that sums are right. In ONNX Runtime of your own set "
                + "session.x64quantprecision to 1"
            : "products of int8 are exact and fast");
        Line("native library", $"loaded from {machine.Library}");
        if (machine.IsPrivateCopy) Line("", "a private copy: TorchSharp's own asks for a version of libstdc++ (GLIBCXX_3.4.32) "
            + "that it never uses and older systems lack");
        Line("threads", FormattableString.Invariant($"{machine.Threads} of {machine.Processors} processors, by {machine.Choice.CountFrom} ")
            + $"({ThreadChoice.Variable} sets them, or {ThreadChoice.OpenMpCount})");
        if (machine.Choice.Quota is { } quota) Line("", FormattableString.Invariant(
            $"the container may keep {quota:0.##} processors busy"));
        Line("", Waiting(machine.Choice));
        Line("memory", FormattableString.Invariant($"{machine.Memory / 1e9:F1} GB"));
        Line("bf16", machine.Bf16Speed is { } speed
            ? FormattableString.Invariant($"products of a model's shapes at {speed:F1} times the speed of fp32")
            : "not to be reached in this platform's torch library");
        Line("", $"precision: auto would likely take {machine.LikelyPrecision} on the CPU; a run measures its own step");
        Line("device", machine.HasCuda
            ? "auto takes CUDA"
            : "auto takes the CPU: CUDA is not available");
        Line("network", "nothing is sent anywhere: ONNX Runtime's reports to its maker are off in TextBrewer");

        PlainText.WriteList(terminal, lines);

        void Line(string what, string says) => lines.Add((what, says));
    }

    private static string Waiting(ThreadChoice choice) => choice.Waiting switch
    {
        ThreadWaiting.AsSet => $"they wait for each other as {choice.WaitingFrom} says",
        ThreadWaiting.Asleep => "they wait for each other asleep: awake they would use the quota up",
        _ => "they wait for each other awake, and asleep while other programs need the processors ("
            + $"{ThreadChoice.OpenMpPolicy} or {ThreadChoice.OpenMpSpins} sets it)",
    };
}
