using TextBrewer.Benchmarks;
using TextBrewer.Torch.Native;

LibTorch.Load();
switch (args)
{
    case ["quickstart"]:
        return QuickstartBenchmark.Run([0, 1, 2]);
    case ["sst2", string recipe, string data]:
        return Sst2Benchmark.Run(recipe, data, [0, 1, 2]);
    default:
        Console.Error.WriteLine("""
            quickstart                the quickstart with three seeds: distilled student against baseline
            sst2 RECIPE DATA-FOLDER   samples/recipes/sst2.json with three seeds, evaluated on dev.tsv and test-labeled.tsv together
            """);
        return 2;
}
