namespace HostTools.Models;

/// <summary>A model that somebody has in views.</summary>
/// <param name="Holder">Who has it; see <see cref="Holders"/>.</param>
/// <param name="Snapshot">What is shown.</param>
/// <param name="Wishes">Where.</param>
/// <param name="Check">How it was checked when it was installed by hand; null where nobody recorded it.</param>
public sealed record ShownModel(string Holder, ModelSnapshot Snapshot, IReadOnlyList<ViewWish> Wishes, ModelCheck? Check = null);

/// <summary>What a model that is installed by hand had to pass, so that its next version has to, too.</summary>
/// <param name="Preset">Name of the preset of validators.</param>
/// <param name="Hash">NAR hash that it must have; null when nobody said one.</param>
public sealed record ModelCheck(string Preset, ContentHash? Hash = null);
