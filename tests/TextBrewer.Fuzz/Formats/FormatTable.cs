namespace TextBrewer.Fuzz.Formats;

/// <summary>Every format that is tried.</summary>
internal static class FormatTable
{
    internal static IReadOnlyList<Format> All { get; } =
    [
        new RecipeFormat(),
        new ConfigFormat(),
        new VocabularyFormat(),
        new TokenizerFormat(),
        new BytePairFormat(),
        new SentencePieceFormat(),
        new TaskFormat(),
        new SafetensorsFormat(),
        new PickleFormat(),
        new IndexFormat(),
        new OnnxFormat(),
        new TorchScriptFormat(),
        new TableFormat("tsv", "sentence\tlabel\tid\tchoices\ngood \"one\"\ta\t1\t[\"x\",\"y\"]\nbad 天\tb\t2\t[\"x\",\"y\"]\n"),
        new TableFormat("csv", "sentence,label,id,choices\n\"good, \"\"one\"\"\",a,1,\"[\"\"x\"\",\"\"y\"\"]\"\nbad,b,2,\"a\nb\"\n"),
        new TableFormat("jsonl", """
            {"sentence":"good","label":"a","id":1,"choices":["x","y"]}
            {"sentence":"bad 天","label":1,"id":2,"choices":["x","y","z"]}

            """),
        new ConllFormat(),
        new RawTextFormat(),
        new DocumentFormat(),
        new StoreFormat(),
        new CheckpointFormat(),
        new EventsFormat(),
        new ReportFormat(),
    ];

    internal static Format? Find(string name) => All.FirstOrDefault(format => format.Name == name);
}
