using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using HostTools.Commands.Framework;

namespace HostTools.PowerShell.Tests;

/// <summary>Runs the compiled cmdlets against the stand-in, binding parameters as PowerShell's binder does: by name, and only those given.</summary>
internal static class CmdletHost
{
    public static Assembly Assembly { get; } =
        AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "HostTools.PowerShell.dll"));

    public static IReadOnlyList<Type> Cmdlets { get; } =
        [.. Assembly.GetExportedTypes().Where(static type => type.GetCustomAttribute<CmdletAttribute>() is not null).OrderBy(static type => type.Name, StringComparer.Ordinal)];

    public static string NameOf(Type cmdlet) => cmdlet.GetCustomAttribute<CmdletAttribute>() is { } attribute ? $"{attribute.VerbName}-{attribute.NounName}" : cmdlet.Name;

    public static PSCmdlet Create(string name, params (string Parameter, object Value)[] given)
    {
        var cmdlet = (PSCmdlet)Activator.CreateInstance(Cmdlets.Single(type => NameOf(type) == name))!;
        foreach ((string parameter, object value) in given)
            Give(cmdlet, parameter, value);
        return cmdlet;
    }

    public static void Give(PSCmdlet cmdlet, string parameter, object value)
    {
        cmdlet.MyInvocation.BoundParameters[parameter] = value;
        cmdlet.GetType().GetProperty(parameter)?.SetValue(cmdlet, value);
    }

    public static PSCmdlet Run(string name, params (string Parameter, object Value)[] given)
    {
        PSCmdlet cmdlet = Create(name, given);
        cmdlet.RunRecord();
        return cmdlet;
    }

    public static IEnumerable<object?> Stream(this PSCmdlet cmdlet, string stream) =>
        cmdlet.Output.Where(written => written.Stream == stream).Select(static written => written.Value);

    public static IReadOnlyList<ErrorRecord> Errors(this PSCmdlet cmdlet) => [.. cmdlet.Stream("Error").Cast<ErrorRecord>()];

    /// <summary>A cmdlet over a command of the test's own, made at run time: the compiler cannot derive from an assembly it may not see.</summary>
    public static PSCmdlet Wrap(ICommand<object> command)
    {
        Type parent = Assembly.GetType("HostTools.PowerShell.HostCmdlet")!;
        TypeBuilder builder = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Probes"), AssemblyBuilderAccess.Run)
            .DefineDynamicModule("Probes")
            .DefineType("ProbeCmdlet", TypeAttributes.Public, parent);
        FieldBuilder field = builder.DefineField("Command", typeof(ICommand<object>), FieldAttributes.Public);
        MethodBuilder create = builder.DefineMethod("Create", MethodAttributes.Family | MethodAttributes.Virtual, typeof(object), []);
        ILGenerator code = create.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldfld, field);
        code.Emit(OpCodes.Ret);
        Type type = builder.CreateType();
        object cmdlet = Activator.CreateInstance(type)!;
        type.GetField("Command")!.SetValue(cmdlet, command);
        return (PSCmdlet)cmdlet;
    }
}
