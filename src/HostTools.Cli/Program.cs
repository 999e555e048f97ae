using HostTools.Cli;

// Answered before anything else is loaded: scripts and shells ask for it at every start.
return args is ["--version"] ? Startup.WriteVersion() : Startup.Run(args);
