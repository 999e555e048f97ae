namespace HostTools.Models;

/// <summary>A model that somebody has in views.</summary>
/// <param name="Holder">Who has it; see <see cref="Holders"/>.</param>
/// <param name="Snapshot">What is shown.</param>
/// <param name="Wishes">Where.</param>
public sealed record ShownModel(string Holder, ModelSnapshot Snapshot, IReadOnlyList<ViewWish> Wishes);
