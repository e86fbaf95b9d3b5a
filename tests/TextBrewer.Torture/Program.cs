using System.Globalization;
using TextBrewer.Torture;

// dotnet run eng/dev.cs -- torture [KILLS] [SEED]
int kills = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100;
int seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;
string root = Directory.CreateTempSubdirectory("textbrewer-torture").FullName;
IReadOnlyList<string> problems = new KillTest(root, seed, Console.WriteLine).Run(kills);
if (problems.Count == 0) Directory.Delete(root, recursive: true);
else Console.WriteLine($"The folders of the runs that failed are in {root}.");
return problems.Count == 0 ? 0 : 1;
