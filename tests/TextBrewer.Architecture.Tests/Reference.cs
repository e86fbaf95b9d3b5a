namespace TextBrewer.Architecture.Tests;

/// <summary>A reference from one folder to another.</summary>
/// <param name="From">The folder that refers.</param>
/// <param name="To">The folder that it refers to.</param>
/// <param name="Types">The two types.</param>
internal sealed record Reference(string From, string To, string Types);
