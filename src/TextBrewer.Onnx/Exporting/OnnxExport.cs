using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;

namespace TextBrewer.Onnx.Exporting;

/// <summary>Writes our models as ONNX files for any batch and length. Inputs and outputs are named as Optimum names them.</summary>
public static class OnnxExport
{
    private static readonly IReadOnlySet<string> None = new HashSet<string>();

    /// <summary>Writes a model with its head.</summary>
    /// <param name="model">The model; it is written as it computes in evaluation.</param>
    /// <param name="path">
    /// The file; written under a temporary name and renamed. Weights of more than 1.5 GiB go into a second file beside it, whose name has
    /// <c>.data</c> behind it.
    /// </param>
    /// <param name="form">The form.</param>
    /// <param name="float32Layers">Of <see cref="QuantizableLayers"/>, those that stay in float32 in the int8 form; null: none.</param>
    /// <param name="metadata">What the file says of itself beside its labels, length and architecture; null: nothing more.</param>
    /// <exception cref="NotSupportedException">ONNX has no form of the model's head or activation here.</exception>
    /// <exception cref="ArgumentException">The model has no such layer.</exception>
    public static void Write(
        TaskModel model,
        string path,
        ExportForm form = ExportForm.Runtime,
        IReadOnlySet<string>? float32Layers = null,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        using WeightStore store = new(path);
        Write(model, store, form, float32Layers, metadata);
    }

    /// <summary>
    /// The layers that the int8 form changes: matrix products (of queries, keys and values together) and the table of words.
    /// </summary>
    public static IReadOnlyList<string> QuantizableLayers(TaskModel model) =>
        [.. Graph(model, null, ExportForm.Int8, None).Quantizable.Distinct()];

    /// <summary>Writes an encoder on its own.</summary>
    /// <param name="model">The encoder.</param>
    /// <param name="path">
    /// The file; written under a temporary name and renamed. Weights of more than 1.5 GiB go into a second file beside it, whose name has
    /// <c>.data</c> behind it.
    /// </param>
    /// <param name="form">The form.</param>
    /// <exception cref="NotSupportedException">ONNX has no form of the model's activation here.</exception>
    public static void Write(Encoder model, string path, ExportForm form = ExportForm.Runtime)
    {
        using WeightStore store = new(path);
        Write(model, store, form);
    }

    internal static void Write(
        TaskModel model,
        WeightStore store,
        ExportForm form,
        IReadOnlySet<string>? float32Layers = null,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        WeightedGraph graph = Graph(model, store, form, float32Layers ?? None);
        if (float32Layers?.FirstOrDefault(layer => !graph.Quantizable.Contains(layer)) is { } unknown)
            throw new ArgumentException(
                $"The model has no layer '{unknown}' that int8 would change; it has {string.Join(", ", graph.Quantizable)}.",
                nameof(float32Layers));
        Dictionary<string, string> all = Metadata(model.Config);
        foreach ((string key, string value) in metadata ?? new Dictionary<string, string>()) all[key] = value;
        store.Save(graph.Graph.ToModel(model.GetType().Name, all, form));
    }

    internal static void Write(Encoder model, WeightStore store, ExportForm form)
    {
        WeightedGraph graph = new(new GraphBuilder(store), model.state_dict(), form, None);
        EncoderValues encoder = new EncoderGraph(graph, model.Config, "").Write(Inputs(graph.Graph, model.Config, choices: false));
        string width = Size(model.Config.HiddenSize);
        graph.Graph.Output("last_hidden_state", encoder.Last, "batch", "length", width);
        if (encoder.Pooled is not null) graph.Graph.Output("pooler_output", encoder.Pooled, "batch", width);
        store.Save(graph.Graph.ToModel(model.GetType().Name, Metadata(model.Config), form));
    }

    private static WeightedGraph Graph(TaskModel model, WeightStore? store, ExportForm form, IReadOnlySet<string> float32Layers)
    {
        WeightedGraph graph = new(new GraphBuilder(store), model.state_dict(), form, float32Layers);
        bool choices = model is MultipleChoice;
        EncoderInputs inputs = Inputs(graph.Graph, model.Config, choices);
        EncoderInputs flat = choices ? Flat(graph.Graph, inputs) : inputs;
        HeadGraph head = new(graph, model.Config, flat);
        EncoderValues encoder = new EncoderGraph(graph, model.Config, $"{Architecture.Of(model.Config).Prefix}.").Write(
            flat,
            first: head.ReadsFirstAlone(model));
        head.Write(model, inputs, encoder);
        return graph;
    }

    internal static string Size(long size) => size.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static EncoderInputs Inputs(GraphBuilder graph, EncoderConfig config, bool choices)
    {
        string[] sizes = choices ? ["batch", "choices", "length"] : ["batch", "length"];
        return new EncoderInputs(
            graph.Input("input_ids", sizes),
            graph.Input("attention_mask", sizes),
            Architecture.Of(config).Inputs == ModelInputs.IdsMaskAndTypes ? graph.Input("token_type_ids", sizes) : null);
    }

    /// <summary>Every choice as a text of its own.</summary>
    private static EncoderInputs Flat(GraphBuilder graph, EncoderInputs inputs)
    {
        string length = graph.Node("Shape", [inputs.Ids], [GraphBuilder.Int("start", 2), GraphBuilder.Int("end", 3)]);
        string shape = graph.Node("Concat", [graph.Whole(-1), length], [GraphBuilder.Int("axis", 0)]);
        return new EncoderInputs(
            graph.Node("Reshape", inputs.Ids, shape),
            graph.Node("Reshape", inputs.Mask, shape),
            inputs.Types is null ? null : graph.Node("Reshape", inputs.Types, shape));
    }

    private static Dictionary<string, string> Metadata(EncoderConfig config) => new()
    {
        ["model_type"] = config.ModelType,
        ["labels"] = string.Join('\n', config.Labels),
        ["max_length"] = Size(config.Positions),
    };
}
