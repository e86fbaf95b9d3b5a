using TextBrewer.Matching;

namespace TextBrewer.Objectives;

/// <summary>The terms of a task that depend on the models, settled.</summary>
/// <param name="Matches">Those of the configuration.</param>
/// <param name="EarthMover">The match of every layer with every layer; null: there is none.</param>
/// <param name="Custom">Those between modules.</param>
internal sealed record BoundTerms(IReadOnlyList<FeatureMatch> Matches, EarthMoverMatch? EarthMover, IReadOnlyList<CustomTerm> Custom);
