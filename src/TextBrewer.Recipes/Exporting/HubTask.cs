using TextBrewer.Text.Tasks;

namespace TextBrewer.Recipes.Exporting;

/// <summary>What the Hub calls a task, and how a model of it is asked in three languages; FOLDER stands for the model.</summary>
/// <param name="Form">What the task's models say about an example.</param>
/// <param name="Pipeline">The Hub's name.</param>
/// <param name="Python">With transformers.</param>
/// <param name="CSharp">With TextBrewer.Inference; null: it has no class for it.</param>
/// <param name="JavaScript">With transformers.js; null: it has no class for it.</param>
internal sealed record HubTask(AnswerForm Form, string Pipeline, string Python, string? CSharp, string? JavaScript)
{
    private const string Classify = """
        using TextClassifier classifier = new("FOLDER");
        Console.WriteLine(classifier.Classify("A fine film.").Label);
        """;

    private static readonly HubTask[] All =
    [
        Classifying(AnswerForm.Label, ""),
        Classifying(AnswerForm.Labels, ", top_k=None"),
        new(
            AnswerForm.Number,
            "text-classification",
            Pipe("text-classification", "regress", """regress("A fine film.", function_to_apply="none")"""),
            """
            using TextRegressor regressor = new("FOLDER");
            Console.WriteLine(regressor.Predict("A fine film.").Value);
            """,
            """
            import { AutoModelForSequenceClassification, AutoTokenizer } from '@huggingface/transformers';
            const tokenizer = await AutoTokenizer.from_pretrained('FOLDER');
            const model = await AutoModelForSequenceClassification.from_pretrained('FOLDER', { dtype: 'DTYPE' });
            console.log((await model(tokenizer('A fine film.'))).logits.tolist());
            """),
        new(
            AnswerForm.Tags,
            "token-classification",
            Pipe("token-classification", "tag", """tag("Ada lived in London.")"""),
            """
            using TokenTagger tagger = new("FOLDER");
            foreach (TextEntity entity in tagger.Tag("Ada lived in London.").Entities) Console.WriteLine(entity);
            """,
            Js("token-classification", "tag", "'Ada lived in London.'")),
        new(
            AnswerForm.Passage,
            "question-answering",
            Pipe("question-answering", "answer", """answer(question="Where did Ada live?", context="Ada lived in London.")"""),
            """
            using QuestionAnswerer answerer = new("FOLDER");
            Console.WriteLine(answerer.Answer("Where did Ada live?", "Ada lived in London.").Text);
            """,
            Js("question-answering", "answer", "'Where did Ada live?', 'Ada lived in London.'")),
        new(
            AnswerForm.Choice,
            "multiple-choice",
            """
            from transformers import AutoModelForMultipleChoice, AutoTokenizer
            tokenizer = AutoTokenizer.from_pretrained("FOLDER")
            model = AutoModelForMultipleChoice.from_pretrained("FOLDER")
            inputs = tokenizer(["It rained."] * 2, ["He took an umbrella.", "He ate it."], padding=True, return_tensors="pt")
            print(model(**{name: value.unsqueeze(0) for name, value in inputs.items()}).logits)
            """,
            """
            using MultipleChoiceAnswerer chooser = new("FOLDER");
            Console.WriteLine(chooser.Choose("It rained.", ["He took an umbrella.", "He ate it."]).Text);
            """,
            null),
        new(
            AnswerForm.Words,
            "fill-mask",
            Pipe("fill-mask", "fill", """fill(f"A {fill.tokenizer.mask_token} film.")"""),
            null,
            """
            import { pipeline } from '@huggingface/transformers';
            const fill = await pipeline('fill-mask', 'FOLDER', { dtype: 'DTYPE' });
            console.log(await fill(`A ${fill.tokenizer.mask_token} film.`));
            """),
    ];

    /// <summary>The row of a kind of task.</summary>
    internal static HubTask Of(string task) => All.First(row => row.Form == TaskAnswers.Find(task)!.Form);

    private static HubTask Classifying(AnswerForm form, string option) => new(
        form,
        "text-classification",
        Pipe("text-classification", "classify", $"""classify("A fine film."{option})"""),
        Classify,
        Js("text-classification", "classify", "'A fine film.'" + (option.Length == 0 ? "" : ", { top_k: null }")));

    private static string Pipe(string task, string name, string call) => $"""
        from transformers import pipeline
        {name} = pipeline("{task}", model="FOLDER")
        print({call})
        """;

    private static string Js(string task, string name, string call) => $$"""
        import { pipeline } from '@huggingface/transformers';
        const {{name}} = await pipeline('{{task}}', 'FOLDER', { dtype: 'DTYPE' });
        console.log(await {{name}}({{call}}));
        """;
}
