namespace System.Runtime.CompilerServices;

/// <summary>What the compiler needs for <c>init</c>; netstandard2.0, which generators must target, lacks it.</summary>
internal static class IsExternalInit;
