"""The least and the most that can be said of everything, for tests to build from. All of it is made up."""
