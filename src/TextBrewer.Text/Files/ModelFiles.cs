namespace TextBrewer.Text.Files;

/// <summary>The names of the files in a model's folder, of ours or of Hugging Face.</summary>
public static class ModelFiles
{
    /// <summary>The model's shape and labels, as transformers writes it.</summary>
    public const string Config = "config.json";

    /// <summary>What the model was trained for, as <see cref="Tasks.TaskFile"/> holds it.</summary>
    public const string Task = "textbrewer.json";

    /// <summary>A WordPiece vocabulary, a token a line.</summary>
    public const string Vocabulary = "vocab.txt";

    /// <summary>A whole tokenizer, as Hugging Face's tokenizers write it.</summary>
    public const string Tokenizer = "tokenizer.json";

    /// <summary>A tokenizer's settings, as transformers writes them.</summary>
    public const string TokenizerConfig = "tokenizer_config.json";

    /// <summary>The names of a tokenizer's special tokens, as transformers writes them.</summary>
    public const string SpecialTokens = "special_tokens_map.json";

    /// <summary>A vocabulary of byte-pair encoding, a token with its id each; its merges are beside it.</summary>
    public const string BytePairVocabulary = "vocab.json";

    /// <summary>The merges of byte-pair encoding, one a line.</summary>
    public const string Merges = "merges.txt";

    /// <summary>A SentencePiece model under the name that ALBERT has for it.</summary>
    public const string AlbertPieces = "spiece.model";

    /// <summary>A SentencePiece model under the name that DeBERTa has for it.</summary>
    public const string DebertaPieces = "spm.model";

    /// <summary>A SentencePiece model under the name that XLM-R and CamemBERT have for it.</summary>
    public const string XlmRobertaPieces = "sentencepiece.bpe.model";

    /// <summary>The model's card, as the Hub shows it.</summary>
    public const string Card = "README.md";

    /// <summary>The folder of the ONNX files in a model's folder.</summary>
    public const string OnnxFolder = "onnx";

    /// <summary>The model in float32, as an ONNX file.</summary>
    public const string Onnx = "model.onnx";

    /// <summary>The model in int8, as an ONNX file.</summary>
    public const string OnnxInt8 = "model_int8.onnx";
}
