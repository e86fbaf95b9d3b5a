namespace TextBrewer.Configuration;

/// <summary>In JSON, a plain text may stand for an object of the type: the value of one of its keys.</summary>
/// <param name="key">The key.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ShorthandAttribute(string key) : Attribute
{
    /// <summary>The key whose value the plain text is.</summary>
    public string Key => key;
}
