"""Pods and what all workloads have in common."""
