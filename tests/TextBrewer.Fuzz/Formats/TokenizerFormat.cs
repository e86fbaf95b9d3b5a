using TextBrewer.Fuzz.Cases;
using TextBrewer.Testing;

namespace TextBrewer.Fuzz.Formats;

/// <summary><c>tokenizer.json</c> and <c>tokenizer_config.json</c> of a model's folder.</summary>
internal sealed class TokenizerFormat : Format
{
    internal override string Name => "tokenizer";

    internal override string File => "tokenizer.json";

    internal override IReadOnlyList<string> Words =>
    [
        "[CLS]", "[MASK]", "WordPiece", "BPE", "Unigram", "vocab", "merges", "model", "type", "normalizer", "added_tokens", "lowercase",
        "do_lower_case", "model_max_length", "strip_accents", "Precompiled", "NFKC", "ByteLevel", "Metaspace", "Split", "Replace", "Regex",
        "(a+)+$", "(?=(a|aa)+$)", "TemplateProcessing", "Sequence", "unk_id", "byte_fallback", "pad_token", "<pad>",
    ];

    internal override IReadOnlyList<Seed> Seeds()
    {
        string vocabulary = string.Join(",", ModelFolders.Vocabulary.Select((token, i) => $"\"{token}\": {i}"));
        return
        [
            Seed.Of("small", File, $$"""
                {
                  "version": "1.0", "truncation": null, "padding": null, "added_tokens": [{ "id": 0, "content": "[PAD]", "special": true }],
                  "normalizer": { "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null,
                    "lowercase": true },
                  "pre_tokenizer": { "type": "BertPreTokenizer" },
                  "model": { "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
                    "vocab": { {{vocabulary}} } }
                }
                """).With("small", Seed.Of("", "tokenizer_config.json", """
                { "do_lower_case": false, "model_max_length": 512, "strip_accents": true, "tokenize_chinese_chars": true,
                  "tokenizer_class": "BertTokenizer", "cls_token": "[CLS]" }
                """).Files),
            .. SmallTokenizers.All.Select(kind => Seed.Of(kind.Key, File, kind.Value)),
        ];
    }

    internal override bool IsDamaged(string file) => file is "tokenizer.json" or "tokenizer_config.json";

    internal override byte[] Mutate(string file, byte[] bytes, Random random) => Mutations.Json(bytes, random, Words);

    internal override void Read(string folder) => VocabularyFormat.Tokenize(folder);
}
