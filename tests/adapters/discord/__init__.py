"""Discord posting, from markup to the socket."""
