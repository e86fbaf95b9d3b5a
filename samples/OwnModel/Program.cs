using OwnModel;
using OwnModel.Classifying;
using OwnModel.Reviewing;
using OwnModel.Tagging;
using TextBrewer.Torch.Native;
using TorchSharp;

LibTorch.Load();
// Models this small lose more by sharing the work among threads than they gain.
torch.set_num_threads(1);

Dictionary<string, Func<string, SampleResult>> samples = new()
{
    ["tagger"] = folder => TaggerSample.Run(folder),
    ["classifier"] = folder => ClassifierSample.Run(folder),
    ["bert-to-gru"] = folder => BertToGruSample.Run(folder),
};
string[] names = args.Length == 0 ? [.. samples.Keys] : args;
if (names.FirstOrDefault(name => !samples.ContainsKey(name)) is string unknown)
{
    Console.Error.WriteLine($"There is no sample '{unknown}'. Name some of {string.Join(", ", samples.Keys)}; without a name all run.");
    return 2;
}

// Where checkpoints go; a program of your own would keep them.
DirectoryInfo folder = Directory.CreateTempSubdirectory("own-model-");
try
{
    foreach (string name in names) Console.WriteLine($"{name}: {samples[name](Path.Combine(folder.FullName, name))}");
}
finally
{
    folder.Delete(recursive: true);
}
return 0;
