namespace HostTools.Cli;

/// <summary>Scripts that make a shell ask the executable for completions.</summary>
internal static class CompletionScripts
{
    public static int Write(string shell, TextWriter output)
    {
        output.Write(shell switch
        {
            "bash" => """
                # source <(hosttools completion bash)
                _hosttools() {
                    local IFS=$'\n'
                    COMPREPLY=($(hosttools "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null))
                }
                complete -o default -F _hosttools hosttools

                """,
            "zsh" => """
                # source <(hosttools completion zsh)
                _hosttools() {
                    local -a found
                    found=("${(@f)$(hosttools "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
                    compadd -- $found
                }
                compdef _hosttools hosttools

                """,
            "fish" => """
                # hosttools completion fish | source
                complete -c hosttools -f -a '(hosttools "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'

                """,
            _ => """
                # hosttools completion pwsh | Out-String | Invoke-Expression
                Register-ArgumentCompleter -Native -CommandName hosttools -ScriptBlock {
                    param($word, $ast, $position)
                    hosttools "[suggest:$position]" "$ast" 2>$null | ForEach-Object {
                        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                    }
                }

                """,
        });
        return ExitCodes.Done;
    }
}
