using System.Buffers;
using System.Text.Json;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Saved plans: one JSON file a person can read. Content is not in it but in the target's store, leased.</summary>
internal static class PlanFile
{
    public const int Version = 1;

    private const long MaximumSize = 64 << 20;
    private const int OthersRead = 0x4;

    public static Task SaveAsync(Plan plan, string path, CancellationToken token) => SaveAsync([plan], path, null, token);

    public static async Task SaveAsync(IReadOnlyList<Plan> plans, string path, LockWait? wait, CancellationToken token)
    {
        HostError[] errors = [.. plans.SelectMany(static plan => plan.Errors)];
        if (errors.Length > 0)
            throw new HostToolsException(errors);
        var bytes = new ArrayBufferWriter<byte>();
        try
        {
            // A home may be absent still, and only what the plans say shall make it: all content waits in the machine's store.
            Target keeper = plans.Count == 1 && plans[0].Target.IsThere ? plans[0].Target : plans[0].Target.Machine ?? plans[0].Target;
            using (await StateLock.TakeAsync(keeper, plans[0].Context.User, "saving a plan", wait, token).ConfigureAwait(false))
                Stage(plans, keeper, Lease.Usual);

            // Only now all hashes are known to be those of the content that was stored.
            using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
                WriteAll(writer, plans, withDiffs: true);
            if (bytes.WrittenCount > MaximumSize)
                throw new IOException($"It would be larger than {new ByteSize(MaximumSize)}.");
            string temporary = path + ".new";
            File.Delete(temporary); // Nobody's link is followed.
            await WriteAsync(temporary, bytes.WrittenMemory, plans.Any(ShowsPrivate), token).ConfigureAwait(false);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(ActivationErrors.PlanNotSaved(path, cause));
        }
    }

    /// <summary>Puts what plans need where it stays. The caller holds the lock.</summary>
    /// <param name="plans">The plans.</param>
    /// <param name="keeper">In whose store.</param>
    /// <param name="lease">How long.</param>
    internal static void Stage(IReadOnlyList<Plan> plans, Target keeper, TimeSpan lease)
    {
        using var sync = new SyncGroup();
        var store = new ContentStore(keeper.State);
        foreach (FileContent content in plans.SelectMany(plan => plan.Content().Where(content => !IsKept(plan, content))).DistinctBy(static content => content.Hash))
            store.Add(content, sync);
        sync.Flush();
        foreach (Plan plan in plans.Where(static plan => plan.BearsSecrets && plan.Target.IsThere))
            plan.Target.Key.Keep(plan.Target.ToString());
        foreach (Plan plan in plans)
            Lease.Write(plan, keeper.State, sync, lease);
        sync.Flush();
    }

    private static async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, bool isPrivate, CancellationToken token)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (isPrivate && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        await file.WriteAsync(bytes, token).ConfigureAwait(false);
    }

    /// <summary>A difference shows text of a file that not everybody may read.</summary>
    private static bool ShowsPrivate(Plan plan) => plan.Steps.Any(static change => change.Diff is not null && (IsPrivate(change.Before) || IsPrivate(change.After)));

    private static bool IsPrivate(ResourceState? state) => state is PathState { Type: PathType.File, Mode: >= 0 and var mode } && (mode & OthersRead) == 0;

    public static async Task<Plan> LoadAsync(string path, Func<Target, IEnumerable<IProvider>>? providers, CancellationToken token) =>
        await LoadAllAsync(path, providers, token).ConfigureAwait(false) is [var only]
            ? only
            : throw new HostToolsException(ActivationErrors.PlanMalformed(path, "holds the plans of several targets"));

    public static async Task<IReadOnlyList<Plan>> LoadAllAsync(string path, Func<Target, IEnumerable<IProvider>>? providers, CancellationToken token)
    {
        byte[] bytes = await ReadAsync(path, token).ConfigureAwait(false);
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return ReadAll(json.RootElement, providers, path);
        }
        catch (JsonException)
        {
            throw new HostToolsException(ActivationErrors.PlanMalformed(path, "is no JSON"));
        }
        catch (Exception cause) when (cause is FormatException or InvalidOperationException or ArgumentException)
        {
            throw new HostToolsException(ActivationErrors.PlanMalformed(path, cause.Message));
        }
    }

    /// <summary>One plan or several, as they are written.</summary>
    /// <exception cref="FormatException">They are malformed.</exception>
    internal static Plan[] ReadAll(JsonElement json, Func<Target, IEnumerable<IProvider>>? providers, string path)
    {
        if (json.OptionalText("format") != SeveralFormat)
            return [Read(json, providers, path)];
        if (json.Number("version") is var version && version != Version)
            throw new HostToolsException(ActivationErrors.PlanVersionUnknown(path, version));
        return RequireOneMachine([.. json.Items("plans").Select(plan => Read(plan, providers, path))]);
    }

    private const string SeveralFormat = "hosttools-plans";

    private static Plan[] RequireOneMachine(Plan[] plans) => plans.Length > 0 && plans.DistinctBy(static plan => (plan.Target.Machine ?? plan.Target).StateDirectory).Count() == 1
        && plans.DistinctBy(static plan => plan.Target.Identity).Count() == plans.Length && plans.Skip(1).All(static plan => plan.Target.Machine is not null)
        ? plans
        : throw new FormatException("does not hold plans of one machine and its homes");

    /// <summary>One plan is a file of its own; several are a list.</summary>
    internal static void WriteAll(Utf8JsonWriter writer, IReadOnlyList<Plan> plans, bool withDiffs)
    {
        if (plans is [var only])
        {
            Write(writer, only, withDiffs);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("format", SeveralFormat);
        writer.WriteNumber("version", Version);
        writer.WriteStartArray("plans");
        foreach (Plan plan in plans)
            Write(writer, plan, withDiffs);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>It is in the store of the plan's target since an earlier generation, and stays there.</summary>
    private static bool IsKept(Plan plan, FileContent content) =>
        plan.Target.Account is not null && content.Bytes is null && content.SourcePath is null && new ContentStore(plan.Target.State).Has(content.Hash);

    /// <summary>The members of a plan as the journal and the plan file hold them.</summary>
    public static void Write(Utf8JsonWriter writer, Plan plan, bool withDiffs)
    {
        var json = new ActivationJson(plan.Providers);
        writer.WriteStartObject();
        writer.WriteString("format", "hosttools-plan");
        writer.WriteNumber("version", Version);
        writer.WriteString("id", plan.Id);
        writer.WriteString("createdAt", plan.CreatedAt);
        writer.WriteString("toolVersion", plan.ToolVersion);
        WriteTarget(writer, plan.Target);
        WriteContext(writer, plan.Context);
        writer.WriteNumber("baseGeneration", plan.BaseGeneration);
        if (plan.RestoredGeneration is { } restored)
            writer.WriteNumber("restoredGeneration", restored);
        ActivationJson.WriteTexts(writer, "warnings", [.. plan.Warnings.Select(static warning => warning.ToString())]);
        writer.WriteStartArray("changes");
        foreach (Change change in plan.Steps)
            json.WriteChange(writer, withDiffs ? change : change with { Diff = null });
        writer.WriteEndArray();
        writer.WriteStartObject("next");
        json.WriteNext(writer, plan.Next);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>A plan from its members.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static Plan Read(JsonElement json, Func<Target, IEnumerable<IProvider>>? providers, string path)
    {
        if (json.OptionalText("format") != "hosttools-plan")
            throw new FormatException("is no plan of HostTools");
        if (json.Number("version") is var version && version != Version)
            throw new HostToolsException(ActivationErrors.PlanVersionUnknown(path, version));
        (Target target, TargetIdentity identity) = ReadTarget(json.Member("target"));
        var set = new ProviderSet(target, providers?.Invoke(target));
        return Read(json, target.As(identity), set);
    }

    /// <summary>A plan for a target that is known.</summary>
    public static Plan Read(JsonElement json, Target target, ProviderSet providers)
    {
        var codec = new ActivationJson(providers);
        JsonElement context = json.Member("context");
        var changes = json.Items("changes").Select(codec.ReadChange).ToList();
        if (changes.Select(static change => change.Id).Distinct().Count() != changes.Count)
            throw new FormatException("changes one thing twice");
        return new Plan(target, ReadContext(context), providers, changes, codec.ReadNext(json.Member("next")))
        {
            Id = json.Text("id") is { Length: 32 } id && id.All(char.IsAsciiHexDigitLower) ? id : throw new FormatException("has no id"),
            CreatedAt = json.Time("createdAt"),
            ToolVersion = json.Text("toolVersion"),
            BaseGeneration = json.Number("baseGeneration"),
            RestoredGeneration = json.OptionalNumber("restoredGeneration"),
            Warnings = [.. json.Texts("warnings").Select(static text => new PlanWarning(text))],
        };
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken token)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Length > MaximumSize)
                throw new HostToolsException(ActivationErrors.PlanTooLarge(path, new ByteSize(MaximumSize)));
            return await File.ReadAllBytesAsync(path, token).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(ActivationErrors.PlanNotFound(path, cause));
        }
    }

    private static void WriteTarget(Utf8JsonWriter writer, Target target)
    {
        writer.WriteStartObject("target");
        writer.WriteString("kind", target.Identity.Kind.ToString());
        writer.WriteString("machineId", target.Identity.MachineId);
        writer.WriteString("root", target.Identity.Root);
        if (target.Identity is { User: { } user, Home: { } home })
        {
            writer.WriteString("user", user);
            writer.WriteString("home", home);
            if (target.Account?.Planned is { } planned)
            {
                writer.WriteNumber("uid", planned.User);
                writer.WriteNumber("gid", planned.Group);
            }
        }

        if (!target.IsStateInside)
            writer.WriteString("state", (target.Machine ?? target).StateDirectory);
        writer.WriteEndObject();
    }

    private static (Target Target, TargetIdentity Identity) ReadTarget(JsonElement json)
    {
        var identity = new TargetIdentity(json.Word<TargetKind>("kind"), json.Text("machineId"), json.Text("root"));
        if (!Path.IsPathFullyQualified(identity.Root))
            throw new FormatException("has no absolute path as 'root'");
        string? state = json.OptionalText("state");
        if (state is not null && !Path.IsPathFullyQualified(state))
            throw new FormatException("has no absolute path as 'state'");
        if (identity.Kind is TargetKind.Home)
        {
            string user = json.Text("user");
            if (user is "" or "." or ".." || user.AsSpan().IndexOfAny("/:\n\0") >= 0)
                throw new FormatException("has no name of a user as 'user'");
            UserIds? planned = json.OptionalNumber("uid") is { } uid && json.OptionalNumber("gid") is { } gid ? new UserIds(uid, gid) : null;
            var home = Target.Home(identity.Root == Target.MachineRoot ? Target.ThisMachine(state) : Target.Folder(identity.Root, state), user, json.CanonicalPath("home"), planned);
            return (home, home.Identity with { MachineId = identity.MachineId });
        }

        if (identity is { Kind: TargetKind.Machine, Root: not "/" })
            throw new FormatException("is for a machine whose root is not '/'");
        return (identity.Kind is TargetKind.Machine ? Target.ThisMachine(state) : Target.Folder(identity.Root, state), identity);
    }

    private static void WriteContext(Utf8JsonWriter writer, PlanContext context)
    {
        writer.WriteStartObject("context");
        writer.WriteString("hostName", context.HostName);
        if (context.Variant is not null)
            writer.WriteString("variant", context.Variant);
        writer.WriteString("configurationHash", context.ConfigurationHash);
        writer.WriteString("lockHash", context.LockHash);
        writer.WriteString("gitCommit", context.GitCommit);
        writer.WriteBoolean("gitDirty", context.GitDirty);
        writer.WriteString("user", context.User);
        if (context.Retention?.Keep is { } keep)
            writer.WriteNumber("keepGenerations", keep);
        if (context.Retention?.OlderThan is { } age)
            writer.WriteNumber("keepSeconds", (long)age.TotalSeconds);
        writer.WriteEndObject();
    }

    private static PlanContext ReadContext(JsonElement json) => new(
        json.Text("hostName"), json.Text("configurationHash"), json.OptionalText("gitCommit"), json.Flag("gitDirty"), json.Text("user"))
    {
        Variant = json.OptionalText("variant"),
        LockHash = json.OptionalText("lockHash"),
        Retention = ReadRetention(json),
    };

    private static Retention? ReadRetention(JsonElement json)
    {
        var read = new Retention(
            json.OptionalNumber("keepGenerations"),
            json.TryGetProperty("keepSeconds", out JsonElement age) ? TimeSpan.FromSeconds(age.GetInt64()) : null);
        if (read.Keep < 0 || read.OlderThan < TimeSpan.Zero)
            throw new FormatException("keeps less than no generations");
        return read.IsAny ? read : null;
    }
}
