namespace TextBrewer.Onnx.Tests.Emulation;

/// <summary>A value that is quantised so near the middle of two whole numbers that float32's own errors decide between them.</summary>
/// <param name="Node">The quantisation.</param>
/// <param name="Index">The value's place in its tensor.</param>
internal readonly record struct Tie(string Node, int Index);
