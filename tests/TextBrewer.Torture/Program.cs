using System.Globalization;
using TextBrewer.Torture;

// dotnet run eng/dev.cs -- torture [KILLS] [SEED] | torture mpi [KILLS] [SEED] | soak train [STEPS]
string root = Directory.CreateTempSubdirectory("textbrewer-torture").FullName;
if (args is ["soak", .. string[] soak])
{
    new SoakTest(root, soak.Length > 0 ? long.Parse(soak[0], CultureInfo.InvariantCulture) : 100_000, Console.WriteLine).Run();
    Directory.Delete(root, recursive: true);
    return 0;
}
bool isShared = args is ["mpi", ..];
int[] numbers = [.. args.Skip(isShared ? 1 : 0).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
int kills = numbers.Length > 0 ? numbers[0] : isShared ? 20 : 100, seed = numbers.Length > 1 ? numbers[1] : 0;
IReadOnlyList<string> problems = isShared
    ? new SharedKillTest(root, seed, Console.WriteLine).Run(kills)
    : new KillTest(root, seed, Console.WriteLine).Run(kills);
if (problems.Count == 0) Directory.Delete(root, recursive: true);
else Console.WriteLine($"The folders of the runs that failed are in {root}.");
return problems.Count == 0 ? 0 : 1;
