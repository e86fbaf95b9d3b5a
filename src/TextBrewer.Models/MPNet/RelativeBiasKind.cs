using TextBrewer.Models.Encoders;

namespace TextBrewer.Models.MPNet;

/// <summary>Attention with a learned bias for each head and bucket of distances.</summary>
/// <param name="Table">The name of the table, (buckets, heads), in an encoder.</param>
internal sealed record RelativeBiasKind(string Table) : AttentionKind;
