"""What the readings say: points, current value, expected value, standing, forecast, rhythm and gaps, as of a date."""
