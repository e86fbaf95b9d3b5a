namespace TextBrewer.Inference.Sessions;

/// <summary>Which of a folder's models is run.</summary>
public enum Precision
{
    /// <summary>The int8 model where the folder has one, else the float32 model: who exports int8 sees there what it costs, and wants its speed.</summary>
    Auto,

    /// <summary><c>model.onnx</c>.</summary>
    Float32,

    /// <summary><c>model_int8.onnx</c>. It measures its values over a whole batch, so a text's scores depend on the texts that it is read with, and one near the border may change its label. Where the same text must always get the same answer, set <c>MaxBatchTokens</c> to 1, which runs every sequence alone, or take float32.</summary>
    Int8,
}
