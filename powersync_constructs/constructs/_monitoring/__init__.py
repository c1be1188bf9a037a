"""PromQL, alerts and the dashboard. Plain data; nothing here needs Node."""
