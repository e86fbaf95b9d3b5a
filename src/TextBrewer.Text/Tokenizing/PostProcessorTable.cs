using TextBrewer.Text.Files;

namespace TextBrewer.Text.Tokenizing;

/// <summary>The post-processors that a <c>tokenizer.json</c> may ask for.</summary>
/// <param name="config">What the folder's configuration says otherwise of a byte-level one.</param>
/// <param name="find">Finds a token's id.</param>
internal sealed class PostProcessorTable(TokenizerConfig config, Func<string, int?> find)
{
    /// <summary>Where special tokens stand, and what becomes of the places of tokens.</summary>
    internal PostProcessing Read(JsonPlace? json)
    {
        Dictionary<string, Func<JsonPlace, (SequenceTemplate? Template, OffsetTrim? Trim)>> rows = new()
        {
            ["TemplateProcessing"] = part => (Template(part), null),
            ["BertProcessing"] = part => (SequenceTemplate.Bert(Named(part, "cls"), Named(part, "sep")), null),
            ["RobertaProcessing"] = part => (SequenceTemplate.Roberta(Named(part, "cls"), Named(part, "sep")), Trim(part)),
            ["ByteLevel"] = part => (null, Trim(part)),
        };
        SequenceTemplate? template = null;
        OffsetTrim? trim = null;
        foreach (JsonPlace part in TokenizerParts.Flat(json, "processors"))
        {
            (SequenceTemplate? own, OffsetTrim? ownTrim) = TokenizerParts.Make(rows, part, "post-processor");
            if ((own is not null && template is not null) || (ownTrim is not null && trim is not null)) throw TokenizerParts.Unsupported(
                part, "a second post-processor that does what one before it did.");
            (template, trim) = (template ?? own, trim ?? ownTrim);
        }
        return new PostProcessing(template ?? SequenceTemplate.Plain, trim);
    }

    private OffsetTrim? Trim(JsonPlace json) => json.Flag("trim_offsets", true)
        ? new OffsetTrim(config.AddPrefixSpace ?? json.Flag("add_prefix_space", true))
        : null;

    /// <summary>A special token: how it is written, and its id.</summary>
    private int Named(JsonPlace json, string key)
    {
        JsonPlace pair = json.Get(key);
        return pair.Items().ToArray() is [var token, var id]
            ? Checked(pair, token.Text(), id.Integer())
            : throw pair.Wrong("expected is a token and its id.");
    }

    private SequenceTemplate Template(JsonPlace json)
    {
        TemplatePart[] single = [.. json.Get("single").Items().SelectMany(item => Parts(json, item))];
        TemplatePart[] pair = [.. json.Get("pair").Items().SelectMany(item => Parts(json, item))];
        bool isUsual = Texts(single) is [0] && Texts(pair) is [0, 1];
        return isUsual ? new SequenceTemplate(single, pair) : throw TokenizerParts.Unsupported(
            json, "a template that has not the text, or not the text and then its pair, once each.");
    }

    private IEnumerable<TemplatePart> Parts(JsonPlace json, JsonPlace item)
    {
        if (item.Find("Sequence") is { } sequence)
        {
            string name = sequence.Get("id").Text();
            if (name is not ("A" or "B")) throw sequence.Wrong($"it names the text '{name}', and there are A and B.");
            return [TemplatePart.OfText(name == "A" ? 0 : 1, Type(sequence))];
        }
        JsonPlace special = item.Get("SpecialToken"), token = json.Get("special_tokens").Get(special.Get("id").Text());
        JsonPlace[] ids = [.. token.Get("ids").Items()];
        JsonPlace[] written = [.. token.Get("tokens").Items()];
        if (ids.Length != written.Length || ids.Length == 0) throw token.Wrong("expected are as many ids as tokens.");
        return [.. ids.Zip(written, (id, text) => TemplatePart.OfToken(Checked(token, text.Text(), id.Integer()), Type(special)))];
    }

    private static int[] Texts(TemplatePart[] parts) => [.. parts.Where(part => !part.IsSpecial).Select(part => part.Text)];

    private static int Type(JsonPlace json)
    {
        int type = json.Get("type_id").Integer();
        return type is 0 or 1 ? type : throw TokenizerParts.Unsupported(json, $"the token type {type}, and there are 0 and 1.");
    }

    private int Checked(JsonPlace json, string token, int id) => find(token) == id ? id : throw json.Wrong(
        $"'{token}' is to have the id {id}, and the vocabulary {(find(token) is int own ? $"says {own}" : "lacks it")}: they are of two "
            + "models. Fetch the model's tokenizer again.");
}
