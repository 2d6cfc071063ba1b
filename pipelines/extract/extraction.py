"""Old address of `extract` and `Extraction`; see `extractor` and `result`."""

from pipelines.extract.extractor import extract, preload
from pipelines.extract.result import Extraction, reject, source_of

__all__ = ["Extraction", "extract", "preload", "reject", "source_of"]
