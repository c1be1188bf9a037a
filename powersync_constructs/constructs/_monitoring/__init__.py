"""PromQL expressions, alerts and the Grafana dashboard, as plain data. Nothing here needs Node.js."""
