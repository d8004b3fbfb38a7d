"""Use cases: await a port, ask the domain, await a port."""
