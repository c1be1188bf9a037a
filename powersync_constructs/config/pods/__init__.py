"""Pods, and the settings that all workloads share."""
