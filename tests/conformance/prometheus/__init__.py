"""What the alerts and dashboards ask, asked of a real promtool, a real Prometheus and Grafana's own types."""
