using OwnModel;
using OwnModel.Classifying;
using OwnModel.Reviewing;
using OwnModel.Tagging;
using TextBrewer.Testing;

namespace TextBrewer.Outside.Tests;

/// <summary>The pages of samples/OwnModel, from the first line to the last: each shows what it says.</summary>
public sealed class SampleTests
{
    [Fact]
    public void Tagger_learns_tags_that_it_never_saw()
    {
        using TemporaryFolder folder = new();
        RunLog log = new();
        SampleResult result = TaggerSample.Run(folder.Path, log);
        Assert.True(result.Teacher > 0.97, result.ToString());
        Assert.True(result.After > result.Before + 0.5, result.ToString());
        Assert.True(log.Last("unweighted_kd_loss") < log.First("unweighted_kd_loss"));
        Assert.DoesNotContain("unweighted_hard_label_loss", log.MicroBatches[0].Scalars.Keys);
    }

    [Fact]
    public void Classifier_with_a_tuple_for_an_output_learns_from_logits_and_features()
    {
        using TemporaryFolder folder = new();
        RunLog log = new();
        SampleResult result = ClassifierSample.Run(folder.Path, log);
        Assert.True(result.Teacher > 0.97, result.ToString());
        Assert.True(result.After > result.Before + 0.5, result.ToString());
        Assert.True(log.Last("unweighted_hidden_relative_0_0") < 0.5 * log.First("unweighted_hidden_relative_0_0"));
    }

    [Fact]
    public void Gru_learns_from_a_bert_of_another_tokenizer()
    {
        using TemporaryFolder folder = new();
        RunLog log = new();
        SampleResult result = BertToGruSample.Run(folder.Path, log);
        Assert.True(result.Teacher > 0.8, result.ToString());
        Assert.True(result.After > result.Before + 0.3, result.ToString());
        Assert.True(log.Last("unweighted_hidden_hidden_mse_-1_-1") < log.First("unweighted_hidden_hidden_mse_-1_-1"));
    }
}
