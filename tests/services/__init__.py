"""Services, over fake platforms and the storage in memory."""
