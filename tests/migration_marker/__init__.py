"""The script that sets the migration marker."""
