namespace TextBrewer.Configuration;

/// <summary>The property names a file or a folder; where a recipe holds it, it is relative to the recipe's folder.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FilePathAttribute : Attribute;
