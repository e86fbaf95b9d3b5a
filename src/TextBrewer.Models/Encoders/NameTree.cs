using System.Collections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary>
/// Modules and parameters under names with dots, each dot a module of its own that holds the rest: torch takes no dots in a name.
/// </summary>
internal sealed class NameTree : IEnumerable
{
    private readonly List<(string[] Path, object Part)> _parts = [];

    internal void Add(string name, nn.Module module) => _parts.Add((name.Split('.'), module));

    internal void Add(string name, Parameter parameter) => _parts.Add((name.Split('.'), parameter));

    /// <summary>Everything of another tree, behind a prefix.</summary>
    internal void Add(string prefix, NameTree parts) =>
        _parts.AddRange(parts._parts.Select(p => ((string[])[.. prefix.Split('.'), .. p.Path], p.Part)));

    /// <summary>Registers everything.</summary>
    internal void RegisterIn(Action<string, nn.Module> module, Action<string, Parameter> parameter) =>
        Register(_parts, 0, module, parameter);

    public IEnumerator GetEnumerator() => _parts.GetEnumerator();

    private static void Register(
        IEnumerable<(string[] Path, object Part)> parts,
        int depth,
        Action<string, nn.Module> module,
        Action<string, Parameter> parameter)
    {
        foreach (IGrouping<string, (string[] Path, object Part)> group in parts.GroupBy(p => p.Path[depth], StringComparer.Ordinal))
        {
            (string[] path, object part) = group.First();
            if (path.Length > depth + 1) module(group.Key, new Branch(group, depth + 1));
            else if (part is Parameter leaf) parameter(group.Key, leaf);
            else module(group.Key, (nn.Module)part);
        }
    }

    /// <summary>A part of a name that only holds other parts.</summary>
    private sealed class Branch : nn.Module
    {
        internal Branch(IEnumerable<(string[] Path, object Part)> parts, int depth) : base("branch") =>
            Register(parts, depth, register_module, register_parameter);
    }
}
