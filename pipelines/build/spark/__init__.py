"""The build on Apache Spark: the same extraction, sketches and SQL as on one machine."""
