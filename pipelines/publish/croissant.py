"""Croissant metadata (https://docs.mlcommons.org/croissant/docs/croissant-spec.html, 1.0):
what a dataset holds, for machines. Fields come from the record's docstrings, files and
checksums from the manifest.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipelines.page.inert import as_json
from pipelines.recipe import Recipe
from pipelines.store.manifest import Manifest, write_durably
from pipelines.store.schema import documented

NAME = "croissant.json"
_TABLES = ("articles", "rejected", "revisions", "provenance")
_CONTEXT = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column", "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/", "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "dct": "http://purl.org/dc/terms/", "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract", "field": "cr:field", "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty", "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField",
    "path": "cr:path", "rai": "http://mlcommons.org/croissant/RAI/", "recordSet": "cr:recordSet", "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace", "samplingRate": "cr:samplingRate", "equivalentProperty": "cr:equivalentProperty", "sc": "https://schema.org/",
    "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
}  # fmt: skip
_TYPES = {
    "string": "sc:Text",
    "list<string>": "sc:Text",
    "timestamp[us, tz=UTC]": "sc:DateTime",
    "float": "sc:Float",
}


def write_croissant(folder: Path, recipe: Recipe, manifest: Manifest) -> Path:
    """Write `croissant.json` of a dataset and return its path."""
    path = folder / NAME
    write_durably(path, as_json(metadata(recipe, manifest), indent=1).encode())
    return path


def metadata(recipe: Recipe, manifest: Manifest) -> dict[str, Any]:
    """Return the metadata as JSON-LD."""
    tables = [t for t in _TABLES if manifest.parts(t)]
    return {
        "@context": _CONTEXT, "@type": "sc:Dataset", "conformsTo": "http://mlcommons.org/croissant/1.0", "name": recipe.dataset.name,
        "description": recipe.dataset.description or "Public newspaper articles with the place where the public part of each ends.",
        "version": f"{manifest.schema_version}.0.{manifest.version}", "keywords": ["news", "paywall", "boundary"],
        "url": recipe.dataset.contact or "https://example.org/", "license": "The texts belong to their publishers and authors.",
        "citeAs": f"{recipe.dataset.title or recipe.dataset.name}. Collected with {manifest.extractor}.",
        "datePublished": "1970-01-01", "distribution": [part for table in tables for part in _files(table)], "recordSet": [_records(table) for table in tables],
        "rai:dataCollection": "Crawled as robots.txt allows; text kept for subscribers is not in the dataset.", "rai:personalSensitiveInformation": "Names of authors, and of persons whom articles name.",
    }  # fmt: skip


def _files(table: str) -> list[dict[str, Any]]:
    return [
        {
            "@type": "cr:FileSet",
            "@id": f"{table}-files",
            "name": f"{table}-files",
            "description": f"The Parquet files of `{table}`.",
            "encodingFormat": "application/x-parquet",
            "includes": f"{table}/*.parquet",
        }
    ]


def _records(table: str) -> dict[str, Any]:
    fields = [
        {
            "@type": "cr:Field", "@id": f"{table}/{f.name}", "name": f"{table}/{f.name}", "description": f.doc, "dataType": _TYPES.get(f.type, "sc:Integer"),
            "source": {"fileSet": {"@id": f"{table}-files"}, "extract": {"column": f.name}}, **({"repeated": True} if f.type.startswith("list") else {}),
        }
        for f in documented(table)
    ]  # fmt: skip
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": f"The table `{table}`.",
        "field": fields,
    }
