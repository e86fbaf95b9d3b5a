namespace TextBrewer.Recipes.Quickstart;

/// <summary>The quickstart's recipes. They stay in its folder: the first ones to read, change and run again.</summary>
internal static class QuickstartRecipes
{
    private const string Data = """
          "data": {
            "train": { "path": "data/train.tsv", "text": "sentence", "label": "label" },
            "dev": { "path": "data/dev.tsv" }
          },
        """;

    /// <summary>How often the student is evaluated while it trains, once an epoch, and each of the baselines too.</summary>
    internal const int Evaluations = 7;

    private const string TeacherConfig =
        """{ "num_hidden_layers": 6, "hidden_size": 96, "num_attention_heads": 4,"""
        + """ "intermediate_size": 384, "max_position_embeddings": 48 }""";

    private const string StudentConfig =
        """{ "num_hidden_layers": 2, "hidden_size": 48, "num_attention_heads": 4,"""
        + """ "intermediate_size": 96, "max_position_embeddings": 48 }""";

    /// <summary>
    /// The teacher, six layers trained on the labels; then the student, less than an eighth of its parameters, taught on labelled and
    /// unlabelled texts.
    /// </summary>
    internal const string Chain = $$"""
        // A teacher, and the student that it teaches. Run it with: textbrewer distill recipe.json
        {
          "format": 1,
          "task": "classification",
        {{Data}}
          "tokenizer": { "vocabulary": "vocabulary", "max_length": 48 },
          "training": { "output_dir": "student" },
          "stages": [
            {
              "name": "teacher",
              "model": { "config": {{TeacherConfig}} },
              "training": { "num_epochs": 20, "batch_size": 16, "learning_rate": 5e-4, "warmup": 0.1 }
            },
            {
              "name": "student",
              "data": { "extra": [ { "path": "data/unlabelled.tsv", "labelled": false } ] },
              "teacher": "stage:teacher",
              "teacher_store": "teacher-outputs",
              "student": { "config": {{StudentConfig}} },
              "training": { "num_epochs": 7, "batch_size": 32, "learning_rate": 1e-3, "warmup": 0.1 },
              "distillation": { "temperature": 2 }
            }
          ]
        }
        """;

    /// <summary>The student without a teacher: the same weights at the start, the same labelled batches, as many steps.</summary>
    internal const string Baseline = $$"""
        // The student without its teacher, for comparison. Run it with: textbrewer train baseline.json --set training.num_steps=3283
        {
          "format": 1,
          "task": "classification",
        {{Data}}
          "tokenizer": { "vocabulary": "vocabulary", "max_length": 48 },
          "model": { "config": {{StudentConfig}} },
          "training": { "output_dir": "baseline", "batch_size": 32, "learning_rate": 1e-3, "warmup": 0.1 }
        }
        """;

    /// <summary>Word pieces of the vocabulary.</summary>
    internal const int VocabularySize = 600;

    /// <summary>The baseline takes the better of these, by the dev data.</summary>
    internal static readonly IReadOnlyList<double> BaselineLearningRates = [1e-3, 3e-4];
}
