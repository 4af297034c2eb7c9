"""Speed, measured: the district's data on PostgreSQL, a real server, and the floor of the same run beside it."""
