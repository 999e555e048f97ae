namespace HostTools.Machine.Adoption;

/// <summary>Something a machine has, and what became of it.</summary>
/// <param name="Kind">What it is: <c>user</c>, <c>group</c>, <c>unit</c>, <c>package</c>, <c>file</c>, <c>link</c>, <c>boot</c>, …</param>
/// <param name="Name">Its name or path.</param>
/// <param name="Outcome">Whether the host declares it.</param>
/// <param name="Detail">The option that declares it; of what was left out, why.</param>
public sealed record AdoptedItem(string Kind, string Name, AdoptionOutcome Outcome, string Detail)
{
    /// <summary>Name and reason in one line.</summary>
    public override string ToString() => $"{Kind} {Name}: {Detail}";
}

/// <summary>What became of something a machine has.</summary>
public enum AdoptionOutcome
{
    /// <summary>The host declares it.</summary>
    Adopted,

    /// <summary>The host says nothing of it.</summary>
    LeftOut,
}
