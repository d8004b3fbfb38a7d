"""The command line: one file a group of commands, each importing what it runs only when it runs."""
