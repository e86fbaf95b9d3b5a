using System.Globalization;
using TextBrewer.Torture;

// dotnet run eng/dev.cs -- torture [KILLS] [SEED] | soak train [STEPS]
string root = Directory.CreateTempSubdirectory("textbrewer-torture").FullName;
if (args is ["soak", .. string[] soak])
{
    new SoakTest(root, soak.Length > 0 ? long.Parse(soak[0], CultureInfo.InvariantCulture) : 100_000, Console.WriteLine).Run();
    Directory.Delete(root, recursive: true);
    return 0;
}
int kills = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100;
int seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;
IReadOnlyList<string> problems = new KillTest(root, seed, Console.WriteLine).Run(kills);
if (problems.Count == 0) Directory.Delete(root, recursive: true);
else Console.WriteLine($"The folders of the runs that failed are in {root}.");
return problems.Count == 0 ? 0 : 1;
