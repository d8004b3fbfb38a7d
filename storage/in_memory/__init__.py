"""The repositories in dictionaries, under the names of those that use SQL."""
