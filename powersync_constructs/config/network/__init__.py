"""NetworkPolicies: the peers, ports and connections of an instance."""
