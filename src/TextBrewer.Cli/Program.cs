using System.Text;
using TextBrewer.Cli;
using TextBrewer.Torch.Native;

// A launcher may give each process a terminal that nobody sees: what would be written to prepare it ends up in a log.
if (Launch.Detect() is not null) Environment.SetEnvironmentVariable("TERM", "dumb");

// UTF-8 both ways, without a byte-order mark.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
Console.InputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

using StopSignals signals = new();
Terminal terminal = new(Console.In, Console.Out, new LossyWriter(Console.Error), Interactive: !Console.IsErrorRedirected)
{
    Width = Width(),
    StopCode = () => signals.Code,
};
return signals.Of(TextBrewerCommand.Run(args, terminal, signals.Token));

// A file is as wide everywhere; a terminal that does not say its width gets a file's.
static int Width() => Console.IsOutputRedirected || Console.WindowWidth <= 0 ? Terminal.FileWidth : Math.Max(40, Console.WindowWidth);
