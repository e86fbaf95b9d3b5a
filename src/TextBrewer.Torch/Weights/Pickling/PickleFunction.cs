namespace TextBrewer.Torch.Weights.Pickling;

/// <summary>The functions of Python that a state dict calls, each done here by itself.</summary>
internal enum PickleFunction
{
    /// <summary><c>collections.OrderedDict</c>.</summary>
    OrderedDictionary,

    /// <summary><c>torch._utils._rebuild_tensor_v2</c>.</summary>
    RebuildTensor,

    /// <summary><c>torch._utils._rebuild_parameter</c>.</summary>
    RebuildParameter,

    /// <summary><c>torch.Size</c>.</summary>
    Size,
}
