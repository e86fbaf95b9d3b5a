namespace TextBrewer.Models.Architectures;

/// <summary>The tensors that an architecture takes.</summary>
internal enum ModelInputs
{
    /// <summary>Token ids and mask.</summary>
    IdsAndMask,

    /// <summary>Token ids, mask and token types, which tell the texts of a pair apart.</summary>
    IdsMaskAndTypes,
}
