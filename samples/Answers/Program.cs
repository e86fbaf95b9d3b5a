using TextBrewer.Inference.Pipelines;
using TextBrewer.Text.Answers;

// The folder that 'textbrewer export' or a distillation wrote: runs/my-run/student. Then the texts.
using TextClassifier classifier = new(args[0]);
foreach (string text in args[1..])
{
    Classification answer = classifier.Classify(text); // Label, Score, Scores, Truncated
    Console.WriteLine(FormattableString.Invariant($"{answer.Label} {answer.Score:F4}  {text}"));
}
