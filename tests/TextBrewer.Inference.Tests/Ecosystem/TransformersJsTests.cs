using System.Text.Json.Nodes;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Inference.Sessions;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Predicting;
using TextBrewer.Recipes.Tasks.Masking;
using TextBrewer.Testing;
using TextBrewer.Text.Answers;
using TextBrewer.Text.Features;
using TextBrewer.Text.Machine;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Tests.Ecosystem;

/// <summary>An exported folder of each task, opened by transformers.js from the disk, gives our labels, spans and scores.</summary>
public sealed class TransformersJsTests
{
    private const float Tolerance = 1e-4f;

    // Of words that the vocabulary knows: transformers.js leaves the tag of an unknown one out.
    private static readonly string[] Texts = ["a gem of a film", "the worst, bad and dull", "好电影 a Good fílm", "bad"];

    // No question has more tokens than the folder allows, and no pair needs a second window.
    private static readonly (string Text, string Pair)[] Questions =
        [("bad", "the good gem of a film"), ("a film", "好电影, a Good fílm"), ("好", "bad")];

    [Theory]
    [InlineData("bert-sequence")]
    [InlineData("bert-multilabel")]
    [InlineData("distilbert-sequence")]
    [InlineData("electra-sequence")]
    [InlineData("roberta-sequence")]
    public void Labels_and_scores_of_texts_and_of_pairs_are_ours(string name) => Each(name, (folder, options, dtype) =>
    {
        bool several = name.EndsWith("multilabel", StringComparison.Ordinal);
        JsonArray answers = TransformersJs.Ask(
            folder.Path,
            Request(
                "pipeline",
                dtype,
                Texts.Select(text => Call(text, new JsonObject { ["top_k"] = null })),
                ("task", "text-classification")),
            Request("logits", dtype, Pairs.Select(pair => Call(pair.Text, pair.Pair)), ("type", "AutoModelForSequenceClassification")));
        using TextClassifier classifier = new(options);
        foreach ((string text, JsonNode? labels) in Texts.Zip(answers[0]!.AsArray()))
        {
            Classification ours = classifier.Classify(text);
            Assert.Equal(ours.Label, labels![0]!["label"]!.GetValue<string>());
            Assert.Equal(ours.Scores.Count, labels.AsArray().Count);
            foreach (JsonNode? label in labels.AsArray())
                Assert.Equal(ours.Scores[label!["label"]!.GetValue<string>()], label["score"]!.GetValue<float>(), Tolerance);
        }
        foreach (((string text, string pair), JsonNode? answer) in Pairs.Zip(answers[1]!.AsArray()))
        {
            Classification ours = classifier.Classify(text, pair);
            string[] labels = [.. ours.Scores.Keys];
            float[] logits = Floats(answer!["logits"]);
            Classification theirs = several
                ? Classification.AnyOf(labels, logits, false)
                : Classification.OneOf(labels, logits, false);
            Assert.Equal(ours.Labels, theirs.Labels);
            foreach (string label in labels) Assert.Equal(ours.Scores[label], theirs.Scores[label], Tolerance);
        }
    });

    [Fact]
    public void Numbers_are_ours() => Each("bert-regression", (folder, options, dtype) =>
    {
        JsonArray answers = TransformersJs.Ask(
            folder.Path,
            Request("logits", dtype, Texts.Select(text => Call(text)), ("type", "AutoModelForSequenceClassification")));
        using TextRegressor regressor = new(options);
        foreach ((string text, JsonNode? answer) in Texts.Zip(answers[0]!.AsArray()))
            Assert.Equal(regressor.Predict(text).Value, Floats(answer!["logits"]).Single(), Tolerance);
    });

    [Theory]
    [InlineData("bert-token")]
    [InlineData("roberta-token")]
    public void Tags_and_entities_are_ours(string name) => Each(name, (folder, options, dtype) =>
    {
        JsonArray answers = TransformersJs.Ask(
            folder.Path,
            Request(
                "pipeline",
                dtype,
                Texts.Select(text => Call(text, new JsonObject { ["ignore_labels"] = new JsonArray() })),
                ("task", "token-classification")));
        ITokenizer tokenizer = Tokenizers.FromFolder(folder["onnx"]);
        using TokenTagger tagger = new(options);
        foreach ((string text, JsonNode? tokens) in Texts.Zip(answers[0]!.AsArray()))
        {
            (int Start, int End)[] words = [.. WordSplitter.Split(text)];
            int[] firsts = tokenizer.EncodeWords([.. words.Select(word => text[word.Start..word.End])], 512).FirstTokens(words.Length);
            JsonNode[] tagged = [.. firsts.Select(first => tokens!.AsArray().Single(token => token!["index"]!.GetValue<int>() == first)!)];
            TextEntity[] theirs =
            [
                .. Entities.Of([.. tagged.Select(token => token["entity"]!.GetValue<string>())]).Select(entity =>
                {
                    (int start, int end) = (words[entity.Start].Start, words[entity.End - 1].End);
                    float score = tagged[entity.Start..entity.End].Average(token => token["score"]!.GetValue<float>());
                    return new TextEntity(entity.Type, text[start..end], start, end, score);
                }),
            ];
            IReadOnlyList<TextEntity> ours = tagger.Tag(text).Entities;
            Assert.Equal(ours.Select(one => one with { Probability = 0 }), theirs.Select(one => one with { Probability = 0 }));
            foreach ((TextEntity one, TextEntity other) in ours.Zip(theirs)) Assert.Equal(one.Probability, other.Probability, Tolerance);
        }
    });

    [Theory]
    [InlineData("bert-qa")]
    [InlineData("roberta-qa")]
    public void Answers_are_ours(string name) => Each(name, (folder, options, dtype) =>
    {
        JsonArray answers = TransformersJs.Ask(
            folder.Path,
            Request("logits", dtype, Questions.Select(pair => Call(pair.Text, pair.Pair)), ("type", "AutoModelForQuestionAnswering")),
            Request("pipeline", dtype, Questions.Select(pair => Call(pair.Text, pair.Pair)), ("task", "question-answering")));
        ITokenizer tokenizer = Tokenizers.FromFolder(folder["onnx"]);
        using QuestionAnswerer answerer = new(options);
        foreach (((string text, string pair), JsonNode? answer) in Questions.Zip(answers[0]!.AsArray()))
        {
            QuestionAnswer ours = answerer.Answer(text, pair);
            IReadOnlyList<AnswerCandidate> theirs = AnswerSearch.Best(
                pair,
                [tokenizer.Encode(text, pair)],
                [Floats(answer!["start_logits"])],
                [Floats(answer["end_logits"])],
                ours.Candidates.Count,
                5);
            Assert.Equal((ours.Text, ours.Start, ours.End), (theirs[0].Text, theirs[0].Start, theirs[0].End));
            Assert.Equal(ours.Score, theirs[0].Probability, Tolerance);
        }
        // The pipeline knows no longest answer, and makes a text of tokens: that it answers is what is seen here.
        foreach (((_, string pair), JsonNode? answer) in Questions.Zip(answers[1]!.AsArray()))
            Assert.NotEmpty(answer!["answer"]!.GetValue<string>());
    });

    [Fact]
    public void Choices_are_ours() => Each("bert-choice", (folder, options, dtype) =>
    {
        string[] choices = ["good", "a bad film", "好"];
        JsonObject request = Request(
            "logits",
            dtype,
            Texts.Select(text => new JsonArray(
                new JsonArray([.. choices.Select(_ => JsonValue.Create(text))]),
                new JsonArray([.. choices.Select(choice => JsonValue.Create(choice))]))),
            ("type", "AutoModelForSequenceClassification"));
        request["choices"] = true;
        JsonArray answers = TransformersJs.Ask(folder.Path, request);
        using MultipleChoiceAnswerer chooser = new(options);
        foreach ((string text, JsonNode? answer) in Texts.Zip(answers[0]!.AsArray()))
        {
            Choice ours = chooser.Choose(text, choices), theirs = Choice.Of(choices, Floats(answer!["logits"]), false);
            Assert.True(ours.Index == theirs.Index, $"{dtype}: {string.Join(" ", ours.Scores)} / {answer}");
            foreach ((float one, float other) in ours.Scores.Zip(theirs.Scores)) Assert.Equal(one, other, Tolerance);
        }
    });

    [Fact]
    public void Words_for_masks_are_ours() => Each("bert-mlm", (folder, _, dtype) =>
    {
        string[] texts = ["a [MASK] film", "好[MASK]影"];
        JsonArray answers = TransformersJs.Ask(
            folder.Path,
            Request("pipeline", dtype, texts.Select(text => Call(text, new JsonObject { ["top_k"] = 5 })), ("task", "fill-mask")));
        using LoadedModel model = new(folder["onnx"], int8: dtype == "int8");
        foreach ((string text, JsonNode? words) in texts.Zip(answers[0]!.AsArray()))
        {
            IReadOnlyList<WordGuess> ours = ((MaskedPrediction)Predictor.Predict(model, [new(text)])[0]).Masks[0];
            Assert.Equal(5, words!.AsArray().Count);
            foreach ((WordGuess guess, JsonNode? word) in ours.Zip(words.AsArray()))
            {
                Assert.Equal(guess.Token, model.Task.Settings.Tokenizer.Tokens[word!["token"]!.GetValue<int>()]);
                Assert.Equal(guess.Probability, word["score"]!.GetValue<float>(), Tolerance);
            }
        }
    });

    [Theory]
    [InlineData("spiece.model")]
    [InlineData("vocab.json")]
    [InlineData("sentencepiece.bpe.model")]
    public void Tokens_of_a_file_that_was_made_of_old_ones_are_ours(string file)
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["old"]);
        (string vocabulary, string merges) = SmallTokenizers.BytePairFiles();
        if (file == "vocab.json") File.WriteAllText(folder["old", "merges.txt"], merges);
        if (file == "vocab.json") File.WriteAllText(folder["old", file], vocabulary);
        else File.WriteAllBytes(
            folder["old", file],
            file == "spiece.model" ? SmallTokenizers.SentencePiece() : SmallTokenizers.SentencePiece("<unk>", "<s>", "</s>"));
        ITokenizer tokenizer = Tokenizers.FromFolder(folder["old"]);
        tokenizer.SaveTo(folder["new"]);
        string[] texts = [.. Texts, "the  quick brown fox's", "<mask> here", "1/2 Ünïcode e\u0301", "[MASK] <s>", ""];
        JsonObject request = Request("tokens", "fp32", texts.Select(text => Call(text, "good dog")));
        request["model"] = "new";
        foreach ((string text, JsonNode? ids) in texts.Zip(TransformersJs.Ask(folder.Path, request)[0]!.AsArray()))
            Assert.Equal(tokenizer.Encode(text, "good dog").Ids, ids!.AsArray().Select(id => id!.GetValue<int>()));
    }

    private static IEnumerable<(string Text, string Pair)> Pairs => Texts.Zip(Texts.Reverse());

    /// <summary>Float32 and int8.</summary>
    private static void Each(string name, Action<TemporaryFolder, TextModelOptions, string> check)
    {
        using TemporaryFolder folder = GoldenFolder.Of(name);
        Check(Precision.Float32, "fp32");
        if (!Processor.Int8Saturates) Check(Precision.Int8, "int8");

        // int8 measures its values over a whole run: the choices of a question are one there too.
        void Check(Precision precision, string dtype) => check(
            folder,
            new TextModelOptions
            {
                Folder = folder["onnx"],
                Precision = precision,
                MaxBatchTokens = name == "bert-choice" ? 8192 : null,
                MaxPadding = 1,
            },
            dtype);
    }

    private static JsonObject Request(string way, string dtype, IEnumerable<JsonArray> calls, params (string Key, string Value)[] more)
    {
        JsonObject request = new() { ["way"] = way, ["model"] = "onnx", ["dtype"] = dtype, ["calls"] = new JsonArray([.. calls]) };
        foreach ((string key, string value) in more) request[key] = value;
        return request;
    }

    private static JsonArray Call(params JsonNode?[] arguments) => new(arguments);

    private static float[] Floats(JsonNode? values) => [.. values!.AsArray().Select(value => value!.GetValue<float>())];
}
