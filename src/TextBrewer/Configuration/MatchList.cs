using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using TextBrewer.Adaptors;
using TextBrewer.Losses;
using TextBrewer.Naming;

namespace TextBrewer.Configuration;

/// <summary>
/// The matches of a configuration: as a list, or by the names of presets joined with <c>+</c>, which it keeps when it is written.
/// </summary>
[JsonConverter(typeof(MatchListConverter))]
[CollectionBuilder(typeof(MatchList), nameof(Of))]
public sealed class MatchList : IEnumerable<IntermediateMatch>, IEquatable<MatchList>
{
    private readonly IReadOnlyList<IntermediateMatch> _matches;

    private MatchList(IReadOnlyList<IntermediateMatch> matches, string? preset) => (_matches, Preset) = (matches, preset);

    /// <summary>No matches.</summary>
    public static MatchList None { get; } = new([], null);

    /// <summary>The names of presets; null: the matches are listed.</summary>
    public string? Preset { get; }

    /// <summary>Whether there is nothing to match.</summary>
    public bool IsEmpty => Preset is null && _matches.Count == 0;

    /// <summary>Whether the matches are known only once the models' depths are: a preset like <c>evenly:…</c> is among them.</summary>
    public bool NeedsDepths => Preset is not null && MatchPresets.NeedDepths(Preset);

    /// <summary>Matches as a list.</summary>
    public static MatchList Of(ReadOnlySpan<IntermediateMatch> matches) => new(matches.ToArray(), null);

    /// <summary>Matches as a list.</summary>
    public static MatchList FromList(IReadOnlyList<IntermediateMatch> matches) => new([.. matches], null);

    /// <summary>The matches of presets, by their names joined with <c>+</c>: <c>evenly:hidden_mse+evenly:mmd</c>.</summary>
    public static MatchList FromString(string preset) => new([], preset);

    /// <summary>The matches of presets, by their names joined with <c>+</c>.</summary>
    public static implicit operator MatchList(string preset) => FromString(preset);

    /// <summary>The matches for models of these depths.</summary>
    /// <param name="teacherLayers">The teacher's layers, embeddings not counted; null: not known, which is enough where
    /// <see cref="NeedsDepths"/> is false.</param>
    /// <param name="studentLayers">The student's, likewise.</param>
    /// <param name="losses">The match losses that presets can name; null: the registered ones.</param>
    /// <exception cref="ConfigurationException">A preset is unknown, or needs depths that are not given.</exception>
    public IReadOnlyList<IntermediateMatch> Resolve(
        int? teacherLayers = null,
        int? studentLayers = null,
        NameTable<IMatchLoss>? losses = null) =>
        Preset is null ? _matches : MatchPresets.Expand(Preset, teacherLayers, studentLayers, losses);

    /// <summary>The features that the matches compare, as JSON names them; they are known without the depths.</summary>
    public IReadOnlyCollection<string> Features() => [.. Resolve(2, 2).Select(match => match.Feature).Distinct(StringComparer.Ordinal)];

    internal IEnumerable<string> Problems(string path, DistillationNames names) =>
        Preset is not null
            ? MatchPresets.Problems(Preset, names.MatchLosses).Select(problem => $"{path}: {problem}")
            : _matches.SelectMany((match, i) => match.Problems($"{path}[{i}]", names));

    /// <inheritdoc/>
    public bool Equals(MatchList? other) => other is not null && Preset == other.Preset && _matches.SequenceEqual(other._matches);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MatchList);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Preset, _matches.Count);

    /// <summary>The matches, where they are known without the depths.</summary>
    public IEnumerator<IntermediateMatch> GetEnumerator() => Resolve().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
