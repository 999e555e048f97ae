using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

public static partial class ActivationErrors
{
    /// <summary>Something of somebody else's stands where a resource is wanted.</summary>
    internal static HostError PathTaken(Resource desired, PathState now) =>
        At(nameof(PathTaken), ErrorKind.Conflict, desired, now.Type is PathType.Directory or PathType.Other
            ? $"'{desired.Id.Key}' cannot be made: {now.InWords} stands there. Move it away, or remove the declaration."
            : $"'{desired.Id.Key}' cannot be made: {now.InWords} that is not ours stands there. " +
              "Move it away, or set the collision policy 'backup' to keep it and put it back later.");

    /// <summary>Something cannot be looked at.</summary>
    public static HostError Unobservable(string path, string why, Resource? desired) =>
        new(nameof(Unobservable), ErrorKind.PermissionDenied, $"'{path}' cannot be looked at: {why} Run the command with more rights.", path)
        { Origin = PathWords.FirstOrigin(desired) };

    /// <summary>An owner is wanted that the target does not know.</summary>
    public static HostError OwnerMissing(string path, IReadOnlyList<string> missing, Resource desired) =>
        new(nameof(OwnerMissing), ErrorKind.NotFound,
            $"'{path}' cannot be given its owner: the target has no {string.Join(" and no ", missing)}. Declare it, or correct the name.", path)
        { Origin = PathWords.FirstOrigin(desired) };

    /// <summary>A file of the configuration tree cannot be read.</summary>
    public static HostError SourceUnreadable(FileResource desired, string why) =>
        At(nameof(SourceUnreadable), ErrorKind.NotFound, desired,
            $"The content of '{desired.Path}' cannot be read from '{desired.Content.SourcePath}': {why.TrimEnd('.')}. Correct the path.");

    /// <summary>A link to the store is wanted, but the store is not in the target.</summary>
    public static HostError LinkNeedsInnerState(FileResource desired) =>
        At(nameof(LinkNeedsInnerState), ErrorKind.NotSupported, desired,
            $"'{desired.Path}' cannot be a link into the store: the state directory lies outside the target. " +
            "Leave the state inside, or own the file exactly.");

    /// <summary>A link to the store is wanted with a mode the store's content cannot have.</summary>
    public static HostError LinkModeUnsupported(FileResource desired) =>
        At(nameof(LinkModeUnsupported), ErrorKind.InvalidInput, desired,
            $"'{desired.Path}' cannot be a link into the store with mode {PathStateJson.Octal(desired.Mode ?? 0)}: what lies there is for everybody " +
            "to read. Use 0444, 0644, 0555 or 0755, or own the file exactly.");

    /// <summary>A block is wanted in a file that is not text.</summary>
    public static HostError BlockNeedsText(FileResource desired) =>
        At(nameof(BlockNeedsText), ErrorKind.Conflict, desired,
            $"'{desired.Path}' cannot take a block of lines: it is not plain text, or larger than {new ByteSize(Root.DefaultReadLimit)}. Own it exactly.");

    /// <summary>The lines of a block hold one of its markers, or are too many.</summary>
    public static HostError BlockHoldsMarker(FileResource desired) =>
        At(nameof(BlockHoldsMarker), ErrorKind.InvalidInput, desired,
            $"The lines for '{desired.Path}' hold a marker line of HostTools themselves, or are too large. Remove that line.");

    /// <summary>The markers in a file are not one pair.</summary>
    public static HostError BlockMarkersDamaged(FileResource desired) =>
        At(nameof(BlockMarkersDamaged), ErrorKind.Conflict, desired,
            $"The marker lines in '{desired.Path}' are not one pair: '{BlockText.Begin(desired.CommentPrefix)}' and then " +
            $"'{BlockText.End(desired.CommentPrefix)}'. Put them right, or remove all of them.");

    /// <summary>Keys are wanted in a file that cannot be read, or not be changed safely.</summary>
    internal static HostError KeysNotPossible(string path, string why, Resource? desired) =>
        new(nameof(KeysNotPossible), ErrorKind.Conflict,
            $"Single keys of '{path}' cannot be owned: {why}. Put the file right, or own it exactly.", path)
        { Origin = PathWords.FirstOrigin(desired) };

    /// <summary>Something above a wanted path is no directory.</summary>
    public static HostError ParentNotDirectory(string parent, string path, Resource? desired) =>
        new(nameof(ParentNotDirectory), ErrorKind.Conflict,
            $"'{path}' cannot be made: '{parent}' above it is no directory. Move it away, or correct the path.", path)
        { Origin = PathWords.FirstOrigin(desired) };

    /// <summary>A directory may not be written.</summary>
    public static HostError NotWritable(string directory) =>
        new(nameof(NotWritable), ErrorKind.PermissionDenied,
            $"Writing in '{directory}' is not allowed for this user. Run the command as its owner or with sudo, or choose another target.", directory);

    /// <summary>The disk is too small.</summary>
    public static HostError NotEnoughSpace(string directory, ByteSize needed, ByteSize free) =>
        new(nameof(NotEnoughSpace), ErrorKind.Failed,
            $"The file system of '{directory}' has {free} left, and {needed} are needed. Free some space.", directory);

    /// <summary>A directory of ours gives way to a file but holds things of somebody else's.</summary>
    public static HostError DirectoryNotEmpty(string path, Resource? desired) =>
        new(nameof(DirectoryNotEmpty), ErrorKind.Conflict,
            $"'{path}' cannot give way: the directory holds things that are not ours. Move them away.", path)
        { Origin = PathWords.FirstOrigin(desired) };

    /// <summary>A path is written in a way no resource may have.</summary>
    public static HostError InvalidPath(Resource desired, string why) =>
        At(nameof(InvalidPath), ErrorKind.InvalidInput, desired, $"'{desired.Id.Key}' cannot be a path of a resource: {why}. Write an absolute path such as /etc/hosts.");

    /// <summary>One path is wanted as two different things.</summary>
    public static HostError PathDeclaredTwice(Resource first, Resource second) =>
        At(nameof(PathDeclaredTwice), ErrorKind.Conflict, second,
            $"'{second.Id.Key}' is declared both as a {first.Id.Kind} and as a {second.Id.Kind}. Remove one of the two declarations.")
            with { Related = Related(first, "first declared here") };

    /// <summary>Something is wanted below a path that is wanted as a file or link.</summary>
    public static HostError PathBelowFile(Resource below, Resource above) =>
        At(nameof(PathBelowFile), ErrorKind.Conflict, below,
            $"'{below.Id.Key}' lies below '{above.Id.Key}', which is declared as a {above.Id.Kind}. Declare that as a directory, or move one of the two.")
            with { Related = Related(above, $"the {above.Id.Kind} is declared here") };

    /// <summary>A resource is to come after one that does not exist.</summary>
    public static HostError UnknownDependency(Resource resource, ResourceId missing, string? suggestion) =>
        At(nameof(UnknownDependency), ErrorKind.InvalidInput, resource,
            $"'{resource.Id}' comes after '{missing}', which is not declared. {Suggest(suggestion, "Declare it, or remove the dependency.")}");

    /// <summary>A resource names a trigger that does not exist.</summary>
    public static HostError UnknownTrigger(Resource resource, string name, string? suggestion) =>
        At(nameof(UnknownTrigger), ErrorKind.InvalidInput, resource,
            $"'{resource.Id}' names the trigger '{name}', which is not declared. {Suggest(suggestion, "Declare it, or remove the name.")}");

    /// <summary>No feature knows a kind of resource.</summary>
    public static HostError UnknownKind(string kind, Resource? resource) =>
        new(nameof(UnknownKind), ErrorKind.NotSupported,
            $"Resources of kind '{kind}' cannot be applied to this target. Update HostTools, or remove the declaration.", kind)
        { Origin = PathWords.FirstOrigin(resource) };

    /// <summary>Resources come after each other in a circle.</summary>
    public static HostError DependencyCycle(IReadOnlyList<Resource> circle) =>
        At(nameof(DependencyCycle), ErrorKind.InvalidInput, circle[0],
            $"These resources each come after the next: {string.Join(" → ", circle.Append(circle[0]).Select(static r => r.Id))}. Remove one of the dependencies.")
            with { Related = [.. circle.Skip(1).SelectMany(static r => Related(r, $"'{r.Id}' is declared here"))] };

    /// <summary>A plan cannot be written to a file.</summary>
    public static HostError PlanNotSaved(string path, Exception cause) =>
        new(nameof(PlanNotSaved), ErrorKind.Failed, $"The plan cannot be saved to '{path}': {cause.Message} Choose another place.", path) { Cause = cause };

    /// <summary>A plan file cannot be read.</summary>
    public static HostError PlanNotFound(string path, Exception cause) =>
        new(nameof(PlanNotFound), ErrorKind.NotFound, $"The plan '{path}' cannot be read: {cause.Message} Correct the path, or plan again.", path)
        { Cause = cause };

    /// <summary>A plan file is too large to be one.</summary>
    public static HostError PlanTooLarge(string path, ByteSize limit) =>
        new(nameof(PlanTooLarge), ErrorKind.InvalidInput, $"'{path}' is larger than {limit} and so no plan. Give the file that was saved as a plan.", path);

    /// <summary>A plan file is damaged or something else.</summary>
    public static HostError PlanMalformed(string path, string why) =>
        new(nameof(PlanMalformed), ErrorKind.InvalidInput, $"'{path}' cannot be used as a plan: it {why.TrimEnd('.')}. Plan again.", path);

    /// <summary>A plan file was written by another version.</summary>
    public static HostError PlanVersionUnknown(string path, int version) =>
        new(nameof(PlanVersionUnknown), ErrorKind.NotSupported,
            $"The plan '{path}' has version {version}, and this HostTools knows version 1 only. Plan again with this HostTools.", path);

    private static string Suggest(string? suggestion, string otherwise) => suggestion is null ? otherwise : $"Did you mean '{suggestion}'?";

    private static IReadOnlyList<RelatedOrigin> Related(Resource resource, string note) =>
        [.. resource.Origins.Select(origin => new RelatedOrigin(origin, note))];

    private static HostError At(string id, ErrorKind kind, Resource resource, string message) =>
        new(id, kind, message, resource.Id.ToString()) { Origin = PathWords.FirstOrigin(resource) };
}
