using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TextBrewer.Recipes.Reference;

/// <summary>
/// The summaries of types and members, as plain text: from the XML that the compiler writes beside each assembly, so that a description
/// stands in the code alone.
/// </summary>
internal sealed partial class Summaries
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);

    /// <summary>Reads the XML beside the assemblies of these types.</summary>
    /// <exception cref="FileNotFoundException">An assembly has none beside it.</exception>
    internal Summaries(params ReadOnlySpan<Type> types)
    {
        foreach (Type type in types)
        {
            XDocument document = XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml"));
            foreach (XElement member in document.Descendants("member")) _members[member.Attribute("name")!.Value] = member;
        }
    }

    /// <summary>What a type is.</summary>
    internal string Of(Type type) => Summary($"T:{type.FullName}");

    /// <summary>What a property or a constant is.</summary>
    internal string Of(MemberInfo member) =>
        Summary($"{(member is PropertyInfo ? 'P' : 'F')}:{member.DeclaringType!.FullName}.{member.Name}");

    /// <summary>What a record's property is that stands in its constructor.</summary>
    internal string OfParameter(Type type, string name) =>
        Text(_members[$"T:{type.FullName}"].Elements("param").Single(one => one.Attribute("name")!.Value == name));

    private string Summary(string name) => _members.TryGetValue(name, out XElement? member) && member.Element("summary") is { } summary
        ? Text(summary)
        : throw new InvalidDataException($"{name} has no summary: it is what a recipe's reference says about it.");

    private static string Text(XElement element) => Spaces().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{Key(see.Attribute("cref")!.Value)}`",
        XElement inner => Text(inner),
        _ => "",
    };

    /// <summary>A property as a recipe has it: its key.</summary>
    private static string Key(string reference)
    {
        string[] names = reference[2..].Split('.');
        if (!reference.StartsWith("P:", StringComparison.Ordinal)) return names[^1];
        Type? type = AppDomain.CurrentDomain.GetAssemblies()
            .Select(assembly => assembly.GetType(string.Join('.', names[..^1])))
            .FirstOrDefault(found => found is not null);
        return type?.GetProperty(names[^1])?.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
            ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(names[^1]);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
