namespace TextBrewer.Inference.Sessions;

/// <summary>Which of a folder's models is run.</summary>
public enum Precision
{
    /// <summary>
    /// The int8 model where the folder has one, else the float32 model: who exports int8 sees there what it costs, and wants its speed.
    /// </summary>
    Auto,

    /// <summary><c>model.onnx</c>.</summary>
    Float32,

    /// <summary>
    /// <c>model_int8.onnx</c>. It measures its values over a whole run, so every sequence is run alone unless <c>MaxBatchTokens</c> says
    /// otherwise.
    /// </summary>
    Int8,
}
