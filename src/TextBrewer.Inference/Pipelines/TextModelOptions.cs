using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Queueing;
using TextBrewer.Inference.Sessions;

namespace TextBrewer.Inference.Pipelines;

/// <summary>
/// Which model is loaded, and how it runs. As a section of a configuration: <c>{ "Folder": "models/sst2", "Precision": "Int8", "Queue": {
/// "Capacity": 256 } }</c>.
/// </summary>
public sealed class TextModelOptions
{
    /// <summary>The ONNX folder, as <c>textbrewer export</c> writes it; relative to the working directory.</summary>
    public string Folder { get; set; } = "";

    /// <summary>The model's name in metrics and messages; null: its key, or the folder's name.</summary>
    public string? Name { get; set; }

    /// <summary>Which of the folder's models is run.</summary>
    public Precision Precision { get; set; } = Precision.Auto;

    /// <summary>The threads of one run; null: as many as the process may use processors, limits of a container included.</summary>
    public int? Threads { get; set; }

    /// <summary>
    /// Whether these threads wait awake between two runs: a little faster, at the price of the processors that the rest of the service
    /// needs.
    /// </summary>
    public bool Spinning { get; set; }

    /// <summary>
    /// Whether ONNX Runtime keeps a plan of memory for every shape of batch that it has run: a little faster where shapes are few, and
    /// memory that grows with them where, as here, lengths vary.
    /// </summary>
    public bool MemoryPattern { get; set; }

    /// <summary>
    /// Switches of ONNX Runtime's sessions by their names, such as <c>session.intra_op.allow_spinning</c>; they go before what is set
    /// here. ONNX Runtime takes no notice of names that it does not know.
    /// </summary>
    public Dictionary<string, string> SessionEntries { get; } = [];

    /// <summary>
    /// Has the last word about the session's options, from code: execution providers, optimization, profiling. Null: they stay as they
    /// are.
    /// </summary>
    public Action<SessionOptions>? ConfigureSession { get; set; }

    /// <summary>
    /// The most tokens of one run, padding included; more sequences than fit go one run after the other, those of similar length together.
    /// Null: 8,192 in float32; in int8 every sequence runs alone, because an int8 model measures its values over the whole run, and the
    /// same text must get the same answer whatever it stands beside.
    /// </summary>
    public int? MaxBatchTokens { get; set; }

    /// <summary>
    /// The largest share of a run that is padding, from 0 to 1: on a processor a padded token costs as much as a real one, and another run
    /// about as much as five of them.
    /// </summary>
    public double MaxPadding { get; set; } = 0.1;

    /// <summary>
    /// The most characters of a text, a passage or a choice; longer ones are refused with <see cref="TextTooLongException"/>. What a model
    /// has no room for is not read anyway; passages and texts to tag are read to their end.
    /// </summary>
    public int MaxTextLength { get; set; } = 1_000_000;

    /// <summary>How many candidates a question is given.</summary>
    public int Candidates { get; set; } = 3;

    /// <summary>How the requests of concurrent callers are gathered.</summary>
    public QueueOptions Queue { get; set; } = new();

    /// <summary>What cannot work, a sentence each.</summary>
    internal IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        if (string.IsNullOrWhiteSpace(Folder)) problems.Add("Folder is not set: give the folder that 'textbrewer export' wrote.");
        if (!Enum.IsDefined(Precision)) problems.Add(
            $"Precision is {(int)Precision}: give {string.Join(", ", Enum.GetNames<Precision>())}.");
        AtLeastOne(Threads ?? 1, "Threads");
        AtLeastOne(MaxBatchTokens ?? 1, "MaxBatchTokens");
        if (MaxPadding is not (>= 0 and <= 1)) problems.Add(
            string.Create(CultureInfo.InvariantCulture, $"MaxPadding is {MaxPadding}: give a share from 0 to 1."));
        AtLeastOne(MaxTextLength, "MaxTextLength");
        AtLeastOne(Candidates, "Candidates");
        AtLeastOne(Queue.Capacity, "Queue.Capacity");
        AtLeastOne(Queue.MaxBatch, "Queue.MaxBatch");
        if (Queue.MaxShare is not (> 0 and <= 1)) problems.Add(
            string.Create(CultureInfo.InvariantCulture, $"Queue.MaxShare is {Queue.MaxShare}: give a share above 0, up to 1."));
        if (Queue.MaxWait < TimeSpan.Zero || Queue.MaxWait > TimeSpan.FromDays(1)) problems.Add(
            $"Queue.MaxWait is {Queue.MaxWait}: give zero, or some milliseconds, or a day at most.");
        return problems;

        void AtLeastOne(int value, string name)
        {
            if (value < 1) problems.Add($"{name} is {value}: give 1 or more.");
        }
    }
}
