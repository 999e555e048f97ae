namespace HostTools.Configuration.Expressions.Syntax;

/// <summary>Words that CEL keeps for itself.</summary>
internal static class CelWords
{
    /// <summary>Never a name, not even after a dot.</summary>
    public static bool IsKeyword(string word) => word is "true" or "false" or "null" or "in";

    /// <summary>No name of a variable or function, but allowed after a dot.</summary>
    public static bool IsReserved(string word) => word is
        "as" or "break" or "const" or "continue" or "else" or "for" or "function" or "if" or "import" or "let" or "loop" or
        "package" or "namespace" or "return" or "var" or "void" or "while";
}
