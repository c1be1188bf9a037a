"""The examples of the reference pages: each call at the top level of a module is the example of the class it calls.

The pages show the source of the call. A test imports the modules, so that each example runs.
"""
