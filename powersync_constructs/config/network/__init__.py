"""NetworkPolicies: peers, ports and the traffic of an instance."""
