"""The version of the product and of what it writes."""

VERSION = "0.1.0"
EXTRACTOR = f"standfirst/{VERSION}"
DATASET_SCHEMA_VERSION = "2"
