using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TextBrewer.Adaptors;
using TextBrewer.Distilling;
using TextBrewer.Recipes.Checking;

namespace TextBrewer.Recipes.Format;

/// <summary>What a recipe's JSON says: which model is trained, on what data, by which teachers and losses.</summary>
public sealed record Recipe
{
    /// <summary>The version of the format.</summary>
    public int Format { get; init; } = 1;

    /// <summary>
    /// The method that this recipe was written out from; null: from none. It says where the values come from, some of which the recipe
    /// that named the method may have changed, and is never put under them again.
    /// </summary>
    public string? ExpandedFrom { get; init; }

    /// <summary>The kind of task.</summary>
    public string Task { get; init; } = "classification";

    /// <summary>The labels in order; null: the teacher's, else from the training data in ordinal order.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The files of the one task; null where there are several tasks.</summary>
    public RecipeData? Data { get; init; }

    /// <summary>How the texts of the one task become tokens.</summary>
    public RecipeTokenizer Tokenizer { get; init; } = new();

    /// <summary>Which words the one task masks, where it is masked_lm; null: as BERT does.</summary>
    public RecipeMasking? Masking { get; init; }

    /// <summary>The teacher of the one task.</summary>
    public RecipeTeacher? Teacher { get; init; }

    /// <summary>The teachers of the one task, where there are several.</summary>
    public IReadOnlyList<RecipeTeacher>? Teachers { get; init; }

    /// <summary>Several tasks by name, each with its data, tokenizer and teacher, in place of the one task's keys.</summary>
    public IReadOnlyDictionary<string, RecipeTask>? Tasks { get; init; }

    /// <summary>
    /// Where the teachers' outputs are stored, to be read by later epochs, by baseline, ablations and later runs; null: they are not.
    /// </summary>
    public RecipeTeacherStore? TeacherStore { get; init; }

    /// <summary>The student.</summary>
    public RecipeModel? Student { get; init; }

    /// <summary>What <c>train</c> trains, in place of teacher and student.</summary>
    public RecipeModel? Model { get; init; }

    /// <summary>How the model is trained: how long, at what learning rate, with what optimizer.</summary>
    public RecipeTraining Training { get; init; } = new();

    /// <summary>What is distilled, and by which losses.</summary>
    public RecipeDistillation Distillation { get; init; } = new();

    /// <summary>
    /// Trains the student's layers in the place of its teacher's, on labels alone, instead of comparing them; null: they are compared.
    /// </summary>
    public RecipeReplacing? Replacing { get; init; }

    /// <summary>
    /// What becomes of the model at the run's end; null: a student becomes an ONNX folder in float32 and int8, and what <c>train</c> trains
    /// does not.
    /// </summary>
    public RecipeExport? Export { get; init; }

    /// <summary>Whether a student of the same shape and start is also trained without a teacher.</summary>
    public bool Baseline { get; init; }

    /// <summary>Whether students are also distilled without each of the loss terms in turn, all from the same start.</summary>
    public bool Ablation { get; init; }

    /// <summary>
    /// Several trainings, one after the other; null: there is one. The last of them is what the recipe is for, and is this recipe; in JSON
    /// a stage has a <c>name</c> and says what differs from the recipe's own keys.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<RecipeStage>? Stages { get; init; }

    /// <summary>The tasks by name; a task that stands alone has the empty name.</summary>
    internal IReadOnlyList<(string Name, RecipeTask Task)> AllTasks() => Tasks is not null
        ? [.. Tasks.Select(task => (task.Key, task.Value))]
        : [("", new RecipeTask {
            Task = Task,
            Labels = Labels,
            Data = Data!,
            Tokenizer = Tokenizer,
            Masking = Masking,
            Teacher = Teacher,
            Teachers = Teachers })];

    /// <summary>What is distilled in a task.</summary>
    internal RecipeDistillation DistillationOf(RecipeTask task) => task.Distillation ?? Distillation;

    /// <summary>Where the recipe says what is distilled in a task, as a JSON path.</summary>
    internal static string DistillationPath(string name, RecipeTask task) =>
        task.Distillation is null ? "$.distillation" : $"$.tasks.{name}.distillation";

    /// <summary>The same recipe with the engines that were chosen for its teachers, task by task.</summary>
    internal Recipe WithEngines(IReadOnlyList<IReadOnlyList<string>> engines) => this with
    {
        Teacher = Teacher is null ? null : Teacher with { Engine = engines[0][0] },
        Teachers = Teachers is null ? null : RecipeTask.WithEngines(Teachers, engines[0]),
        Tasks = Tasks?.Select((task, i) => KeyValuePair.Create(task.Key, task.Value.WithEngines(engines[i]))).ToDictionary(),
    };

    /// <summary>The same recipe, whose student begins with these layers of its teacher; null: with none.</summary>
    internal Recipe WithStart(IReadOnlyList<int>? layers) =>
        WithStart(layers is null ? InitialLayers.Random : new JsonArray([.. layers.Select(layer => JsonValue.Create(layer))]));

    /// <summary>The same recipe, whose student starts as <c>initialize</c> has it.</summary>
    internal Recipe WithStart(JsonNode initialize) => this with { Student = Student! with { Initialize = initialize } };

    /// <summary>The same recipe with a learning rate where it names none.</summary>
    internal Recipe WithRate(double rate) =>
        Training.LearningRate is null ? this with { Training = Training with { LearningRate = rate } } : this;

    internal IEnumerable<RecipeTeacher> AllTeachers() => Teachers ?? (Teacher is null ? [] : [Teacher]);

    /// <summary>The text of this recipe with everything resolved.</summary>
    public string ToJson() => (Stages is null ? Json() : RecipeJson.Staged(this)).ToJsonString(RecipeJson.Options);

    /// <summary>This recipe as JSON, its stages left out.</summary>
    internal JsonObject Json()
    {
        JsonObject json = JsonSerializer.SerializeToNode(this, RecipeJson.Options)!.AsObject();
        TaskDistillations.Complete(json);
        return json;
    }
}
