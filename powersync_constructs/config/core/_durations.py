"""Durations as Go reads them, which is how controllers of Kubernetes take an interval or a pause."""


def go_duration(seconds: int) -> str:
    """Write seconds in the largest units that hold them: `90s`, `5m`, `1h30m`, `0s`."""
    minutes, rest = divmod(seconds, 60)
    if rest or not minutes:
        return f"{seconds}s"
    hours, minutes = divmod(minutes, 60)
    return (f"{hours}h" if hours else "") + (f"{minutes}m" if minutes else "")
