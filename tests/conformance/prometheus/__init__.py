"""Tests of alerts and dashboards with a real promtool, a real Prometheus, and Grafana's types."""
