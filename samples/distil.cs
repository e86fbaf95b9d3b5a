#:package TextBrewer.Recipes@0.1.*-*
#:package TorchSharp-cpu@0.107.0
#:property PublishAot=false
// A distillation in one file, in any folder: dotnet run distil.cs -- recipe.json
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Torch.Native;

LibTorch.Load();
using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true; // it saves first, and can be resumed
    stop.Cancel();
};

// What stands after the recipe changes it: training.num_epochs=1
RunResult result = RecipeRun.Distill(RecipeFile.Read(args[0], args[1..]), new RunHost { Say = Console.WriteLine }, stop.Token);
Console.WriteLine(result.ToJson());
return result.Status == "completed" ? 0 : 1;
