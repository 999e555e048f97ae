using Xunit;

// Each class boots a machine of its own; a few at once are enough.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
