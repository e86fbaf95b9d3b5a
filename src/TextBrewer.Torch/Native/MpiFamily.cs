namespace TextBrewer.Torch.Native;

/// <summary>MPI's libraries by their binary interface.</summary>
public enum MpiFamily
{
    /// <summary>Open MPI: handles are addresses of exported symbols.</summary>
    OpenMpi,

    /// <summary>MPICH and all that share its interface (Intel MPI, Cray, MS-MPI): handles are integers.</summary>
    Mpich,
}
