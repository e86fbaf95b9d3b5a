namespace TextBrewer.Stores;

/// <summary>How exactly a teacher's outputs are kept.</summary>
public enum StorePrecision
{
    /// <summary>
    /// Numbers of 32 and 64 bits in 16 (IEEE 754 half: eleven significant bits). A tensor of an example that holds a finite number beyond
    /// ±65504 is kept as it is; NaN and infinity stay what they are.
    /// </summary>
    Half,

    /// <summary>Bit by bit as the teacher gave them.</summary>
    Exact,
}
