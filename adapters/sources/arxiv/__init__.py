"""arXiv: which papers were announced, by its listing pages, feeds, API and OAI-PMH."""
