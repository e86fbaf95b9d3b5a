using System.Text;
using TextBrewer.Cli;

// UTF-8 both ways, without a byte-order mark.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
Console.InputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, pressed) =>
{
    // The run saves a checkpoint first, however long that takes; the second Ctrl-C ends at once.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

return TextBrewerCommand.Run(args, new Terminal(Console.In, Console.Out, Console.Error, Interactive: !Console.IsErrorRedirected), stop.Token);
