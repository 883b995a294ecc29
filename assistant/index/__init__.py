"""The indexes: everything that is searched, and that can be rebuilt from the library."""
