"""What `make demo` runs once the virtual environment stands: everything, from nothing."""
