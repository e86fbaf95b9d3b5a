using System.Globalization;
using TextBrewer.Benchmarks.Distributed;
using TextBrewer.Benchmarks.Load;
using TextBrewer.Benchmarks.Memory;
using TextBrewer.Benchmarks.Plain;
using TextBrewer.Torch.Native;

namespace TextBrewer.Benchmarks.Processes;

/// <summary>What this program does as a child of itself.</summary>
internal static class ChildPrograms
{
    internal static int Run(string[] arguments)
    {
        if (arguments is ["spin"]) return BusyPrograms.Spin();
        if (arguments is ["pattern", string plans, string calls, string onnx])
            return PatternChild.Run(onnx, plans == "on", int.Parse(calls, CultureInfo.InvariantCulture));
        LibTorch.Load();
        return arguments switch
        {
            ["steps"] => MemoryChild.ManySteps(),
            ["peak", "ours"] => MemoryChild.Ours(),
            ["peak", "plain"] => MemoryChild.Plain(),
            ["peak", "long"] => MemoryChild.Long(checkpointing: false),
            ["peak", "checkpointing"] => MemoryChild.Long(checkpointing: true),
            ["times", "long"] => MemoryChild.LongTimes(),
            ["plain", string shape] => PlainChild.Run(shape),
            ["rank", string shape] => RankProgram.Run(shape),
            ["sentences", string folder] => MemoryChild.Sentences(folder),
            _ => 2,
        };
    }
}
