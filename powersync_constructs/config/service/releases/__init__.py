"""What is known about each release of the PowerSync service, as data. Everything that depends on a version reads it."""
