using TextBrewer.Models.Encoders;

namespace TextBrewer.Models.Deberta;

/// <summary>Disentangled attention.</summary>
/// <param name="Table">The name of the table of relative positions, (2 · span, width), in an encoder.</param>
/// <param name="Norm">The name of their layer norm, in an encoder.</param>
internal sealed record DisentangledKind(string Table, string Norm) : AttentionKind;
