using TextBrewer.Text.Files;
using TextBrewer.Text.Normalizing;
using TextBrewer.Text.Pieces;
using TextBrewer.Text.Splitting;

namespace TextBrewer.Text.Tokenizing;

/// <summary>A model folder's <c>tokenizer.json</c>, as Hugging Face's tokenizers write it, for any kind of vocabulary.</summary>
internal static class TokenizerJson
{
    /// <summary>Reads a tokenizer.</summary>
    /// <param name="files">The folder's files.</param>
    /// <param name="config">What is said beside it.</param>
    /// <param name="lowercase">Whether BERT's normalizer makes letters small; null: as the files say.</param>
    /// <exception cref="InvalidDataException">It is damaged, or parts of it are of two models.</exception>
    /// <exception cref="UnsupportedTokenizerException">It asks for something that is not read here.</exception>
    internal static ITokenizer Read(TokenizerFiles files, TokenizerConfig config, bool? lowercase)
    {
        string path = files.PathOf(ModelFiles.Tokenizer);
        JsonPlace file = JsonPlace.Of(path, files.Find(ModelFiles.Tokenizer)!);
        JsonPlace json = file.Get("model");
        PieceModelTable.TypeOf(json);
        // All that may be refused comes before the vocabulary, which is most of the file.
        IReadOnlyList<Normalizer> normalizers = new NormalizerTable(config, lowercase).Read(file.Find("normalizer"));
        if (lowercase is not null) LowercaseSetting.Check(normalizers, lowercase.Value, path);
        IReadOnlyList<PreTokenizer> preTokenizers = new PreTokenizerTable(config).Read(file.Find("pre_tokenizer"));
        PieceModel model = PieceModelTable.Make(json, isOfBytes: preTokenizers.Any(one => one is ByteLevelSplit));
        AddedToken[] added = [.. file.Find("added_tokens")?.Items().Select(Added) ?? []];
        string[] tokens = [.. model.Tokens, .. Beyond(model, added, file)];
        Dictionary<string, int> beyond = tokens.Skip(model.Tokens.Count).Select((token, i) => (token, Id: model.Tokens.Count + i))
            .ToDictionary(pair => pair.token, pair => pair.Id, StringComparer.Ordinal);
        PostProcessing post = new PostProcessorTable(config, Find).Read(file.Find("post_processor"));
        return new PipelineTokenizer(
            new Pipeline(normalizers, preTokenizers, model, added),
            tokens,
            post,
            SpecialTokens.Of(config.SpecialTokens, Find, model.UnknownId, path),
            config.MaxLength,
            lowercase is bool small ? LowercaseSetting.Write(files, small) : files);

        int? Find(string token) => model.Find(token) ?? (beyond.TryGetValue(token, out int id) ? id : null);
    }

    private static AddedToken Added(JsonPlace json) => new(json.Get("id").Integer(), json.Get("content").Text())
    {
        IsSingleWord = json.Flag("single_word", false),
        StripsLeft = json.Flag("lstrip", false),
        StripsRight = json.Flag("rstrip", false),
        IsNormalized = json.Flag("normalized", false),
        IsSpecial = json.Flag("special", false),
    };

    /// <summary>The added tokens that stand behind the vocabulary; those that are in it have its ids.</summary>
    private static IEnumerable<string> Beyond(PieceModel model, AddedToken[] added, JsonPlace file)
    {
        int next = model.Tokens.Count;
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (AddedToken token in added.OrderBy(token => token.Id))
        {
            if (token.Content.Length == 0 || !seen.Add(token.Content)) throw file.Wrong(
                $"added_tokens has '{token.Content}', which is empty or twice there.");
            int? id = model.Find(token.Content);
            if (id == token.Id) continue;
            if (id is not null || token.Id != next) throw file.Wrong($"added_tokens gives '{token.Content}' the id {token.Id}, and in the "
                + $"vocabulary {(id is int own ? $"it has {own}" : $"the next free one is {next}")}: they are of two models.");
            next++;
            yield return token.Content;
        }
    }
}
