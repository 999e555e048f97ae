using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

public static partial class ActivationErrors
{
    /// <summary>Something that was not made by HostTools stands where a file, link or folder is wanted; it is never overwritten by itself.</summary>
    /// <remarks>Move it away, or set the collision policy 'backup', 'adopt' or 'force' for it.</remarks>
    /// <example><code lang="text">environment.etc.motd is declared, and out/etc/motd is there already.</code></example>
    internal static HostError PathTaken(Resource desired, PathState now) =>
        At(nameof(PathTaken), ErrorKind.Conflict, desired, now.Type is PathType.Directory or PathType.Other
            ? $"'{desired.Id.Key}' cannot be made: {now.InWords} stands there. Move it away, or remove the declaration."
            : $"'{desired.Id.Key}' cannot be made: {now.InWords} that is not ours stands there. " +
              "Move it away, or set the collision policy 'backup' to keep it and put it back later.");

    /// <summary>Something in the target cannot be looked at, so no plan can be made of it.</summary>
    /// <remarks>Where the rights do not suffice, run the command as the owner or with sudo; otherwise look at what the message names, such as a
    /// symbolic link that goes round in circles, and put it right or remove it.</remarks>
    /// <example><code lang="text">A folder in the target belongs to root and has mode 0700.</code></example>
    public static HostError Unobservable(string path, RootIOException cause, Resource? desired) =>
        new(nameof(Unobservable), cause.Reason is RootFailure.AccessDenied ? ErrorKind.PermissionDenied : ErrorKind.Failed,
            $"'{path}' cannot be looked at: {cause.Message} {RemedyOf(cause.Reason)}", path)
        { Origin = PathWords.FirstOrigin(desired), Cause = cause };

    private static string RemedyOf(RootFailure reason) => reason switch
    {
        RootFailure.AccessDenied => "Run the command as its owner or with sudo.",
        RootFailure.LinkLoop => "Look who made the link, and remove it or let it lead to a place inside the target.",
        _ => "Put that right and plan again.",
    };

    /// <summary>A file wants an owner or group that the target does not know.</summary>
    /// <remarks>Declare the user or group, or correct the name.</remarks>
    /// <example><code lang="text">environment.etc."app.conf".user: app, and out/etc/passwd has no app.</code></example>
    public static HostError OwnerMissing(string path, IReadOnlyList<string> missing, Resource desired) =>
        new(nameof(OwnerMissing), ErrorKind.NotFound,
            $"'{path}' cannot be given its owner: the target has no {string.Join(" and no ", missing)}. Declare it, or correct the name.", path)
        { Origin = PathWords.FirstOrigin(desired) };

    /// <summary>A home is planned or applied, and its user has no account on the target.</summary>
    /// <remarks>Declare the account under users.users, or leave the user out of the host's users.</remarks>
    /// <example><code lang="text">users: [ann] of a host, and no users.users.ann; out/etc/passwd has no ann.</code></example>
    public static HostError AccountMissing(string user, string passwd) =>
        new(nameof(AccountMissing), ErrorKind.NotFound,
            $"'{user}' has a home and no account in '{passwd}', so nobody could own its files. Declare the account, 'users.users.{user}.isNormalUser: true' of the host, or take '{user}' out of 'users:' of the host.", user);

    /// <summary>The directory that is to be a user's home belongs to somebody else.</summary>
    /// <remarks>Give it to the user with chown, or say where the home is.</remarks>
    /// <example><code lang="text">out/home/ann belongs to root.</code></example>
    public static HostError HomeOfAnother(string path, string user) =>
        new(nameof(HomeOfAnother), ErrorKind.Conflict,
            $"'{path}' is to be the home of '{user}' and belongs to somebody else, so nothing is written to it. Give it to '{user}' with chown, or set home.homeDirectory.", path);

    /// <summary>A home would be made by root in a directory where somebody else could put a thing of his in its place meanwhile.</summary>
    /// <remarks>Make the home by hand, give the directory above it to root, or say where the home is.</remarks>
    /// <example><code lang="text">users.users.ann.home: /home/bob/ann, and /home/bob belongs to bob.</code></example>
    public static HostError HomeUnsafe(string home, string user, string above) =>
        new(nameof(HomeUnsafe), ErrorKind.Conflict,
            $"'{home}', the home of '{user}', is not made: others than root may write to '{above}'. Make the home by hand and give it to '{user}', or set home.homeDirectory.", home);

    /// <summary>What was applied to a home has other paths: the home was moved.</summary>
    /// <remarks>Move the home back, or remove its state directory and apply again with collision: adopt.</remarks>
    /// <example><code lang="text">mv out/home/ann out/srv/ann, and users.users.ann.home: /srv/ann</code></example>
    public static HostError HomeMoved(string home, string path, string state) =>
        new(nameof(HomeMoved), ErrorKind.Conflict,
            $"The home '{home}' was another one when it was applied to: its generation has '{path}'. Move it back, or remove '{state}' and apply anew.", home);

    /// <summary>The content of a file comes from another file, which cannot be read.</summary>
    /// <remarks>Correct the path, or create the file.</remarks>
    /// <example><code lang="text">environment.etc.logo.source: /no/such/file</code></example>
    public static HostError SourceUnreadable(FileResource desired, string why) =>
        At(nameof(SourceUnreadable), ErrorKind.NotFound, desired,
            $"The content of '{desired.Path}' cannot be read from '{desired.Content.SourcePath}': {why.TrimEnd('.')}. Correct the path.");

    /// <summary>A file is to be a link into the store, but the store does not lie in the target, so the link would lead nowhere there.</summary>
    /// <remarks>Leave the state inside the target, or own the file exactly.</remarks>
    /// <example><code lang="text">A file with the ownership 'link', and -State (--state) names another folder.</code></example>
    public static HostError LinkNeedsInnerState(FileResource desired) =>
        At(nameof(LinkNeedsInnerState), ErrorKind.NotSupported, desired,
            $"'{desired.Path}' cannot be a link into the store: the state directory lies outside the target. " +
            "Leave the state inside, or own the file exactly.");

    /// <summary>A file is to be a link into the store with a mode that the store's content, which all may read, cannot have.</summary>
    /// <remarks>Use 0444, 0644, 0555 or 0755, or own the file exactly.</remarks>
    /// <example><code lang="text">A file with the ownership 'link' and mode 0600.</code></example>
    public static HostError LinkModeUnsupported(FileResource desired) =>
        At(nameof(LinkModeUnsupported), ErrorKind.InvalidInput, desired,
            $"'{desired.Path}' cannot be a link into the store with mode {PathStateJson.Octal(desired.Mode ?? 0)}: what lies there is for everybody " +
            "to read. Use 0444, 0644, 0555 or 0755, or own the file exactly.");

    /// <summary>Lines are to be kept in a file that is no plain text, or is too large.</summary>
    /// <remarks>Own the file exactly.</remarks>
    /// <example><code lang="text">A file with the ownership 'block' where a program lies.</code></example>
    public static HostError BlockNeedsText(FileResource desired) =>
        At(nameof(BlockNeedsText), ErrorKind.Conflict, desired,
            $"'{desired.Path}' cannot take a block of lines: it is not plain text, or larger than {new ByteSize(Root.DefaultReadLimit)}. Own it exactly.");

    /// <summary>Lines for a block hold one of the marker lines that enclose the block, or are too many.</summary>
    /// <remarks>Remove that line.</remarks>
    /// <example><code lang="text">A text with the line '# &gt;&gt;&gt; HostTools' in it.</code></example>
    public static HostError BlockHoldsMarker(FileResource desired) =>
        At(nameof(BlockHoldsMarker), ErrorKind.InvalidInput, desired,
            $"The lines for '{desired.Path}' hold a marker line of HostTools themselves, or are too large. Remove that line.");

    /// <summary>The marker lines in a file are not one pair any more; somebody edited them.</summary>
    /// <remarks>Put both right, or remove all of them.</remarks>
    /// <example><code lang="text">The closing marker line was deleted by hand.</code></example>
    public static HostError BlockMarkersDamaged(FileResource desired) =>
        At(nameof(BlockMarkersDamaged), ErrorKind.Conflict, desired,
            $"The marker lines in '{desired.Path}' are not one pair: '{BlockText.Begin(desired.CommentPrefix)}' and then " +
            $"'{BlockText.End(desired.CommentPrefix)}'. Put them right, or remove all of them.");

    /// <summary>Single keys of a file are to be owned, and the file cannot be read in its format or not be changed safely.</summary>
    /// <remarks>Put the file right, or own it exactly.</remarks>
    /// <example><code lang="text">A file with the ownership 'keys' whose JSON somebody broke.</code></example>
    internal static HostError KeysNotPossible(string path, string why, Resource? desired) =>
        new(nameof(KeysNotPossible), ErrorKind.Conflict,
            $"Single keys of '{path}' cannot be owned: {why}. Put the file right, or own it exactly.", path)
        { Origin = PathWords.FirstOrigin(desired) };

    /// <summary>A directory is to hold what is declared and nothing else, and something in it cannot be removed safely.</summary>
    /// <remarks>Move it away, name it in 'ignore', or leave 'exact' out.</remarks>
    /// <example><code lang="text">environment.directories./srv.exact is true, and something is mounted at /srv/media.</code></example>
    internal static HostError DirectoryNotClearable(DirectoryResource directory, string path, string why) =>
        At(nameof(DirectoryNotClearable), ErrorKind.Conflict, directory,
            $"'{directory.Path}' cannot be made exact: '{path}' {why}. Move it away, name it in 'ignore', or leave 'exact' out.");

    /// <summary>Something above a wanted path is a file or link, not a folder.</summary>
    /// <remarks>Move it away, or correct the path.</remarks>
    /// <example><code lang="text">/etc/app is a file, and /etc/app/app.conf is declared.</code></example>
    public static HostError ParentNotDirectory(string parent, string path, Resource? desired) =>
        new(nameof(ParentNotDirectory), ErrorKind.Conflict,
            $"'{path}' cannot be made: '{parent}' above it is no directory. Move it away, or correct the path.", path)
        { Origin = PathWords.FirstOrigin(desired) };

    /// <summary>A folder may not be written by this user; found before anything was changed.</summary>
    /// <remarks>Run the command as its owner or with sudo, or choose another target.</remarks>
    /// <example><code lang="sh">hosttools apply toaster --root /srv/owned-by-root --yes</code></example>
    public static HostError NotWritable(string directory) =>
        new(nameof(NotWritable), ErrorKind.PermissionDenied,
            $"Writing in '{directory}' is not allowed for this user. Run the command as its owner or with sudo, or choose another target.", directory);

    /// <summary>A file or folder is protected from every change, root's too; found before anything was changed.</summary>
    /// <remarks>Take the attribute away with <c>chattr -i -a</c>, or remove the declaration.</remarks>
    /// <example><code lang="text">/etc/resolv.conf is declared, and somebody has run chattr +i on it.</code></example>
    public static HostError PathFixed(string path, Resource? desired) =>
        new(nameof(PathFixed), ErrorKind.PermissionDenied,
            $"'{path}' is protected from every change by an attribute (see lsattr). Take it away with chattr -i -a '{path}', or remove the declaration.", path)
        { Origin = PathWords.FirstOrigin(desired) };

    /// <summary>Something is mounted on a file or folder, so it cannot be replaced or removed; found before anything was changed.</summary>
    /// <remarks>Unmount it, change what mounts it, or remove the declaration. Containers have /etc/hosts, /etc/hostname and /etc/resolv.conf so.</remarks>
    /// <example><code lang="text">/etc/hosts is declared for a container, whose engine mounts a file there.</code></example>
    public static HostError PathMounted(string path, Resource? desired) =>
        new(nameof(PathMounted), ErrorKind.Conflict,
            $"'{path}' cannot be replaced: something is mounted on it, as container engines do. Unmount it, change what mounts it, or remove the declaration.", path)
        { Origin = PathWords.FirstOrigin(desired) };

    /// <summary>The file system has less space left than the plan needs; found before anything was changed.</summary>
    /// <remarks>Free some space.</remarks>
    /// <example><code lang="text">A target on a memory disk of 1 MiB.</code></example>
    public static HostError NotEnoughSpace(string directory, ByteSize needed, ByteSize free) =>
        new(nameof(NotEnoughSpace), ErrorKind.Failed,
            $"The file system of '{directory}' has {free} left, and {needed} are needed. Free some space.", directory);

    /// <summary>A folder has to give way to a file, but holds things that are not ours.</summary>
    /// <remarks>Move them away.</remarks>
    /// <example><code lang="text">/etc/app was a folder of ours, is now declared as a file, and holds notes.txt.</code></example>
    public static HostError DirectoryNotEmpty(string path, Resource? desired) =>
        new(nameof(DirectoryNotEmpty), ErrorKind.Conflict,
            $"'{path}' cannot give way: the directory holds things that are not ours. Move them away.", path)
        { Origin = PathWords.FirstOrigin(desired) };

    /// <summary>A path is written in a way that no file may have: relative, with '..', or empty.</summary>
    /// <remarks>Write an absolute path such as /etc/hosts.</remarks>
    /// <example><code lang="text">A file at 'etc/../hosts'.</code></example>
    public static HostError InvalidPath(Resource desired, string why) =>
        At(nameof(InvalidPath), ErrorKind.InvalidInput, desired, $"'{desired.Id.Key}' cannot be a path of a resource: {why}. Write an absolute path such as /etc/hosts.");

    /// <summary>One path is wanted as two different things, such as a file and a folder.</summary>
    /// <remarks>Remove one of the declarations.</remarks>
    /// <example><code lang="text">/etc/app is declared as a folder by one module and as a file by another.</code></example>
    public static HostError PathDeclaredTwice(Resource first, Resource second) =>
        At(nameof(PathDeclaredTwice), ErrorKind.Conflict, second,
            first.Id.Kind == second.Id.Kind
                ? $"The {first.Id.Kind} '{second.Id.Key}' is declared also as '{first.Id.Key}', which is the same. Remove one of the two declarations."
                : $"'{second.Id.Key}' is declared both as a {first.Id.Kind} and as a {second.Id.Kind}. Remove one of the two declarations.")
            with { Related = Related(first, "first declared here") };

    /// <summary>Something is wanted below a path that is itself wanted as a file or link.</summary>
    /// <remarks>Declare that as a folder, or move one of the two.</remarks>
    /// <example><code lang="text">environment.etc has the entries 'app' and 'app/app.conf'.</code></example>
    public static HostError PathBelowFile(Resource below, Resource above) =>
        At(nameof(PathBelowFile), ErrorKind.Conflict, below,
            $"'{below.Id.Key}' lies below '{above.Id.Key}', which is declared as a {above.Id.Kind}. Declare that as a directory, or move one of the two.")
            with { Related = Related(above, $"the {above.Id.Kind} is declared here") };

    /// <summary>A resource is to come after one that nobody declares.</summary>
    /// <remarks>Declare it, or remove the dependency.</remarks>
    /// <example><code lang="text">A file comes after 'file:/etc/ff', which nobody declares.</code></example>
    public static HostError UnknownDependency(Resource resource, ResourceId missing, string? suggestion) =>
        At(nameof(UnknownDependency), ErrorKind.InvalidInput, resource,
            $"'{resource.Id}' comes after '{missing}', which is not declared. {Suggest(suggestion, "Declare it, or remove the dependency.")}");

    /// <summary>A resource names a trigger that nobody declares.</summary>
    /// <remarks>Declare it, or correct the name.</remarks>
    /// <example><code lang="text">A file names the trigger 'reloda'.</code></example>
    public static HostError UnknownTrigger(Resource resource, string name, string? suggestion) =>
        At(nameof(UnknownTrigger), ErrorKind.InvalidInput, resource,
            $"'{resource.Id}' names the trigger '{name}', which is not declared. {Suggest(suggestion, "Declare it, or remove the name.")}");

    /// <summary>No part of this HostTools knows how to apply a resource of that kind here.</summary>
    /// <remarks>Update HostTools, or remove the declaration.</remarks>
    /// <example><code lang="text">A plan of a newer version is applied.</code></example>
    public static HostError UnknownKind(string kind, Resource? resource) =>
        new(nameof(UnknownKind), ErrorKind.NotSupported,
            $"Resources of kind '{kind}' cannot be applied to this target. Update HostTools, or remove the declaration.", kind)
        { Origin = PathWords.FirstOrigin(resource) };

    /// <summary>Resources each come after the next, in a circle.</summary>
    /// <remarks>Remove one of the dependencies.</remarks>
    /// <example><code lang="text">File a comes after b, and b after a.</code></example>
    public static HostError DependencyCycle(IReadOnlyList<Resource> circle) =>
        At(nameof(DependencyCycle), ErrorKind.InvalidInput, circle[0],
            $"These resources each come after the next: {string.Join(" → ", circle.Append(circle[0]).Select(static r => r.Id))}. Remove one of the dependencies.")
            with { Related = [.. circle.Skip(1).SelectMany(static r => Related(r, $"'{r.Id}' is declared here"))] };

    /// <summary>A plan cannot be written to the file that was named.</summary>
    /// <remarks>Choose another place.</remarks>
    /// <example><code lang="sh">hosttools plan toaster --root ./out --out-file /proc/plan.json</code></example>
    public static HostError PlanNotSaved(string path, Exception cause) =>
        new(nameof(PlanNotSaved), ErrorKind.Failed, $"The plan cannot be saved to '{path}': {cause.Message} Choose another place.", path) { Cause = cause };

    /// <summary>The file of a saved plan cannot be read.</summary>
    /// <remarks>Correct the path, or plan again.</remarks>
    /// <example><code lang="sh">hosttools apply --path no-such-plan.json --yes</code></example>
    public static HostError PlanNotFound(string path, Exception cause) =>
        new(nameof(PlanNotFound), ErrorKind.NotFound, $"The plan '{path}' cannot be read: {cause.Message} Correct the path, or plan again.", path)
        { Cause = cause };

    /// <summary>A file is larger than any plan, so it is something else.</summary>
    /// <remarks>Give the file that was saved as a plan.</remarks>
    /// <example><code lang="sh">hosttools apply --path disk.img --yes</code></example>
    public static HostError PlanTooLarge(string path, ByteSize limit) =>
        new(nameof(PlanTooLarge), ErrorKind.InvalidInput, $"'{path}' is larger than {limit} and so no plan. Give the file that was saved as a plan.", path);

    /// <summary>A file was changed, cut off, or never was a plan.</summary>
    /// <remarks>Plan again.</remarks>
    /// <example><code lang="sh">echo '{}' &gt; p.json; hosttools apply --path p.json --yes</code></example>
    public static HostError PlanMalformed(string path, string why) =>
        new(nameof(PlanMalformed), ErrorKind.InvalidInput, $"'{path}' cannot be used as a plan: it {why.TrimEnd('.')}. Plan again.", path);

    /// <summary>A plan was saved by another version of HostTools.</summary>
    /// <remarks>Plan again with this one.</remarks>
    /// <example><code lang="text">A plan of a later version.</code></example>
    public static HostError PlanVersionUnknown(string path, int version) =>
        new(nameof(PlanVersionUnknown), ErrorKind.NotSupported,
            $"The plan '{path}' has version {version}, and this HostTools knows version 1 only. Plan again with this HostTools.", path);

    private static string Suggest(string? suggestion, string otherwise) => suggestion is null ? otherwise : $"Did you mean '{suggestion}'?";

    private static IReadOnlyList<RelatedOrigin> Related(Resource resource, string note) =>
        [.. resource.Origins.Select(origin => new RelatedOrigin(origin, note))];

    private static HostError At(string id, ErrorKind kind, Resource resource, string message) =>
        new(id, kind, message, resource.Id.ToString()) { Origin = PathWords.FirstOrigin(resource) };
}
