"""The scripts of `SourceSetup` on real databases."""
