"""Rules about ingress controllers, routes and NetworkPolicies."""
