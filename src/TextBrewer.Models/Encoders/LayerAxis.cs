namespace TextBrewer.Models.Encoders;

/// <summary>Rows or columns of a layer's tensor that are not of the hidden width.</summary>
/// <param name="Part">The tensor's dense layer, behind the layer's number: <c>attention.self.query</c>.</param>
/// <param name="Axis">0: the rows of its weight, and its bias; 1: the columns.</param>
/// <param name="Blocks">What lies there side by side, in parts of the same size.</param>
internal sealed record LayerAxis(string Part, int Axis, params ChannelKind[] Blocks);
