using TextBrewer.Fuzz.Cases;
using TextBrewer.Text.Reading;

namespace TextBrewer.Fuzz.Formats;

/// <summary>Plain text, cut into sentences.</summary>
internal sealed class RawTextFormat : Format
{
    internal override string Name => "raw";

    internal override string File => "data.txt";

    internal override IReadOnlyList<string> Words => ["Dr.", "U.S.", "No. 5", "1.", "...", "。”", "……", "\"", " ", "\t", "\r", "天。"];

    internal override IReadOnlyList<Seed> Seeds() =>
    [
        Seed.Of("english", File, "Dr. Smith went. He said: “Good!” (So did she.)\n\n1. First item\nIt costs $3.50 at No. 5 etc.\n"),
        Seed.Of("chinese", File, "今天很好。他说：“走吧！”她走了？\r\n版本3.5发布……然后\n"),
    ];

    internal override byte[] Mutate(string file, byte[] bytes, Random random) => Mutations.Lines(bytes, random, Words);

    internal override void Read(string folder) => RawTextReader.Read(Path.Combine(folder, File));
}
