namespace TextBrewer.ServiceBench;

/// <summary>The service at one moment of a soak.</summary>
/// <param name="Requests">The requests that have ended so far.</param>
/// <param name="Seconds">How long they took.</param>
/// <param name="Bytes">The service's resident memory.</param>
/// <param name="Handles">The service's open handles.</param>
internal sealed record SoakSample(int Requests, double Seconds, long Bytes, int Handles);
