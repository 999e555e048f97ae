using System.Globalization;
using HostTools.Activation;
using HostTools.Activation.Resources;

namespace HostTools.Models;

/// <summary>What has to happen to a model. Pure.</summary>
internal static class ModelDecision
{
    public static Change? Of(ModelResource? desired, ModelObservation observed, Recorded? recorded)
    {
        if (observed.Problem is { } problem)
            return new Change { Id = observed.Id, Action = ChangeAction.None, Reason = "cannot be planned", Desired = desired, Findings = [Finding.Stop(problem)] };
        if (desired is null)
            return Gone(observed, recorded);
        ModelState now = observed.Model;
        var wanted = new ModelState(observed.Wanted, desired.Source.Canonical) { Store = desired.Store, Group = desired.Group, Holder = desired.Holder };
        bool isThere = now.Hash == wanted.Hash && observed.Views.SequenceEqual(desired.Views);
        bool isCheckedSo = recorded?.Resource is not ModelResource before || (before.Preset == desired.Preset && before.Hash == desired.Hash);
        if (isThere && isCheckedSo && !observed.IsUnlocked)
            return desired.Equals(recorded?.Resource as ModelResource) ? null : new Change { Id = observed.Id, Action = ChangeAction.None, Reason = "is there already and is recorded", Desired = desired };
        return new Change
        {
            Id = observed.Id,
            Action = now.IsAbsent ? ChangeAction.Create : ChangeAction.Update,
            Reason = Why(now, wanted, observed, !isCheckedSo),
            Desired = desired,
            Before = now,
            After = wanted,
        };
    }

    private static Change? Gone(ModelObservation observed, Recorded? recorded) =>
        recorded is null ? null
        : observed.Model.IsAbsent ? new Change { Id = observed.Id, Action = ChangeAction.None, Reason = "is no longer declared" }
        : new Change
        {
            Id = observed.Id,
            Action = ChangeAction.Remove,
            Reason = "is no longer declared; its bytes stay in the store while a generation needs them",
            Before = observed.Model,
            After = observed.Model with { Version = null, Source = string.Empty, IsDamaged = false },
        };

    private static string Why(ModelState now, ModelState wanted, ModelObservation observed, bool isCheckedAnew)
    {
        string size = observed.Missing == 0 ? "nothing to download" : $"{Size(observed.Missing)} to download";
        return now.IsAbsent ? $"{wanted.Source} at {Short(wanted.Version)}, {size}"
            : now.Source != wanted.Source || now.Version != wanted.Version ? $"{Short(now.Version)} becomes {Short(wanted.Version)} of {wanted.Source}, {size}"
            : now.IsDamaged ? $"its links are not as they were made, {size}"
            : wanted.Hash == now.Hash && observed.IsUnlocked ? "goes into hosttools.lock"
            : wanted.Hash == now.Hash && isCheckedAnew ? "is checked in another way from now on"
            : "is made visible in other places";
    }

    private static string Short(string? version) => version is { Length: > 12 } && !version.Contains(':', StringComparison.Ordinal) ? version[..12] : version ?? string.Empty;

    private static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.#} GiB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.#} MiB"),
        >= 1L << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 10):0.#} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
    };
}
