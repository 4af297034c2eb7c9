"""Speed, measured: three sizes of data, a real server, and the floors of the same run beside every page."""
