using System.Runtime.Versioning;

// What these tests look at, permission bits, links and the programs that read them, exists on Linux only.
[assembly: SupportedOSPlatform("linux")]
