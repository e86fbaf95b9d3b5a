namespace TextBrewer.Torch.Files;

/// <summary>What a manifest says of a file.</summary>
/// <param name="Bytes">How long it is.</param>
/// <param name="Sha256">The SHA-256 of what was to be written, in lower-case hexadecimal digits.</param>
internal sealed record ManifestFile(long Bytes, string Sha256);
