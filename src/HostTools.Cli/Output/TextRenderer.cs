using HostTools.Activation;
using HostTools.Commands;
using HostTools.Commands.Framework;
using HostTools.Configuration;

namespace HostTools.Cli.Output;

/// <summary>Writes for people: tables where there is one, lines for the rest.</summary>
internal sealed class TextRenderer(Terminal terminal, IReadOnlyList<string> words) : IRenderer
{
    private readonly List<object> _rows = [];
    private readonly Paint _paint = new(terminal.ColorsOutput);

    public void Write(object value)
    {
        switch (value)
        {
            case HostConfig host:
                ConfigText.Write(terminal.Output, host.Values);
                break;
            case Plan plan:
                WriteLines(plan.ToLines());
                break;
            case ConfigDifference difference:
                WriteLines([.. DifferenceText.Lines(difference)]);
                break;
            case GenerationDifference difference:
                WriteLines([.. DifferenceText.Lines(difference)]);
                break;
            case HostVmOutput { Program: not null } output:
                // As if the program had run here; on a terminal, a guest does not get to steer it.
                terminal.Output.Write(terminal.Width is null ? output.Output : HostVmOutput.Harmless(output.Output));
                terminal.Error.Write(HostVmOutput.Harmless(output.Error));
                break;
            case HostVmOutput:
                break;
            case OptionInfo option when words[^1] == "show":
                OptionText.Write(terminal.Output, option, _paint);
                break;
            case var row when Views.Find(row.GetType()) is not null:
                _rows.Add(row);
                break;
            default:
                terminal.Output.WriteLine(value);
                break;
        }
    }

    public void WriteChange(ProposedChange change) => WriteLines(change.Lines);

    public void Finish()
    {
        if (_rows is [ErrorHelp help])
            terminal.Output.WriteLine(help);
        else if (_rows.Count > 0)
            TableWriter.Write(Views.Find(_rows[0].GetType())!, _rows, terminal);
        _rows.Clear();
    }

    private void WriteLines(IReadOnlyList<string> lines)
    {
        foreach (string line in lines)
            terminal.Output.WriteLine(PlanPaint.Line(_paint, line));
    }
}
