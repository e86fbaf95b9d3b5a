using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using static TorchSharp.torch;

namespace OwnModel;

/// <summary>How often a model is right. It reads signals, so it serves every model whose adaptor gives logits and labels.</summary>
public static class Accuracy
{
    /// <summary>The share of labels of 0 or more that have the largest logit.</summary>
    public static double Of<TBatch>(AdaptedModel<TBatch> model, IBatchSource<TBatch> batches)
    {
        using var noGrad = no_grad();
        bool wasTraining = model.Module.training;
        model.Module.eval();
        long right = 0, all = 0;
        foreach (Batch<TBatch> batch in batches.Epoch(0))
        {
            using (batch)
            using (NewDisposeScope())
            {
                Signals signals = model.Call(batch.Content);
                Tensor labels = signals.Labels![0]; // (batch) or (batch, length)
                Tensor labelled = labels.ge(0);
                right += (signals.Logits![0].argmax(-1).eq(labels) & labelled).sum().item<long>();
                all += labelled.sum().item<long>();
            }
        }
        model.Module.train(wasTraining);
        return (double)right / all;
    }
}
