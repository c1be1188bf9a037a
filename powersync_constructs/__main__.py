"""Runs the program with `python -m powersync_constructs`."""

from powersync_constructs.cli import main

if __name__ == "__main__":
    main()
