"""How fast it is, and how much memory it takes: run by hand, with `make bench`."""
