"""A list of products with a ZIP of photos: read, planned, looked at, saved at once."""
