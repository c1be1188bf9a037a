"""Durations in the Go format, which Kubernetes controllers use."""


def go_duration(seconds: int) -> str:
    """Return a number of seconds in the largest units that express it exactly: `90s`, `5m`, `1h30m`, `0s`."""
    minutes, rest = divmod(seconds, 60)
    if rest or not minutes:
        return f"{seconds}s"
    hours, minutes = divmod(minutes, 60)
    return (f"{hours}h" if hours else "") + (f"{minutes}m" if minutes else "")
