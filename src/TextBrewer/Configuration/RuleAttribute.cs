using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace TextBrewer.Configuration;

/// <summary>What the value of a property has to keep to, beyond its type; null keeps to every rule.</summary>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
internal abstract class RuleAttribute : Attribute
{
    /// <summary>What the value has to be, as the end of a sentence: <c>it must be at least 1</c>.</summary>
    public abstract string Demand { get; }

    /// <summary>Whether a value keeps to the rule.</summary>
    public abstract bool Allows(object value);

    /// <summary>Every property of a configuration that breaks its rules, each a sentence with its JSON path.</summary>
    /// <param name="configuration">The configuration; objects inside it are not looked into.</param>
    /// <param name="path">Its JSON path.</param>
    public static IEnumerable<string> Problems(object configuration, string path)
    {
        foreach (JsonPropertyInfo property in ConfigurationJson.Options.GetTypeInfo(configuration.GetType()).Properties)
        {
            if (property.AttributeProvider is not MemberInfo member || property.Get?.Invoke(configuration) is not { } value) continue;
            foreach (RuleAttribute rule in member.GetCustomAttributes<RuleAttribute>().Where(rule => !rule.Allows(value)))
            {
                string text = value is string ? $"'{value}'" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
                yield return $"{path}.{property.Name} is {text}; {rule.Demand}.";
            }
        }
    }
}
