"""The script that marks a migration as done."""
