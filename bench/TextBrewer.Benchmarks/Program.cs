using TextBrewer.Benchmarks.Processes;
using TextBrewer.Benchmarks.Tables;

// What a benchmark runs in a process of its own comes back to this program.
return args is ["child", .. string[] child] ? ChildPrograms.Run(child) : BenchmarkTable.Run(args);
