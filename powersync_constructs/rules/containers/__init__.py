"""Rules about containers, ports, probes and files."""
