"""Folders and files as they are given to a verb: paths of this machine, or URLs of stores.

Every argument that means a place has one of these types. A verb works on a folder of this
machine; for a URL that is a copy of what it needs, and messages go on naming the URL.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.cli.completion import files
from pipelines.errors import InputError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from pipelines.store.place import Url
    from pipelines.store.remote.mirror import Mirror

    PathType = click.ParamType[Path]
else:
    PathType = click.ParamType  # click 8.3 has no generic one

_MIRRORS: dict[Path, Mirror] = {}
"""Folder of this machine → the dataset in a store that it is a copy of."""
COPY = "`crawl` works on a folder of this machine; `standfirst copy DATASET {url}` puts the finished dataset there."


def contact_of(_: click.Context, __: click.Parameter, value: str) -> str:
    """Return an address that a publisher can write to; of a bare one of mail, with `mailto:`."""
    return f"mailto:{value}" if "@" in value and ":" not in value else value


class Place(PathType):
    """A folder or file of this machine. A URL is refused before anything is done, with
    what to do instead."""

    name = "path"

    def __init__(self, instead: str = COPY, *, exists: bool = False) -> None:
        self.instead = instead
        self.exists = exists

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path. Raises InputError for a URL that nothing stands for here."""
        from pipelines.store.place import Url, located

        place = located(value)
        found = self.remote(place) if isinstance(place, Url) else place
        if self.exists and not found.exists():
            self.fail(f"{found} does not exist.", param, ctx)
        return found

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the request for file names; nothing for a URL."""
        return files(ctx, param, incomplete)

    def remote(self, url: Url) -> Path:
        """Return what stands for a URL. Raises InputError where nothing does."""
        msg = f"{url} is no folder of this machine. {self.instead.format(url=url)}"
        raise InputError(msg)


class DatasetPlace(Place):
    """A dataset that is read, or written anew (`makes`)."""

    def __init__(self, *, makes: bool = False) -> None:
        super().__init__()
        self.makes = makes

    def remote(self, url: Url) -> Path:
        """Return the folder that will hold what is needed of the dataset."""
        from pipelines.store.remote.mirror import Mirror

        recipe = not self.makes and url.name.endswith(".toml")
        mirror = Mirror.of(type(url)(url.text.rpartition("/")[0]) if recipe else url)
        atexit.register(mirror.remove)
        _MIRRORS[mirror.folder] = mirror
        if self.makes or recipe:
            mirror.look()
        else:
            mirror.need([])
        return mirror.folder / url.name if recipe else mirror.folder


def fetched(
    folder: Path,
    tables: Iterable[str] | None = None,
    *,
    archive: bool = False,
    state: bool = False,
) -> Path:
    """Bring what is needed of a dataset to this machine, where it is not; return its folder."""
    mirror = _MIRRORS.get(folder)
    if mirror is not None:
        mirror.need(tables, archive=archive, state=state)
    return folder


def mirror_of(folder: Path) -> Mirror | None:
    """Return the mirror that a folder is; None for a folder of this machine."""
    return _MIRRORS.get(folder)


def send_back(folder: Path, *, archive: bool = False) -> None:
    """Commit to its store what a verb has made of a dataset."""
    mirror = _MIRRORS.get(folder)
    if mirror is not None:
        mirror.send(archive=archive)


def as_given(message: str) -> str:
    """Return a message with URLs where it names the copies of this machine."""
    for folder, mirror in _MIRRORS.items():
        message = message.replace(str(folder), str(mirror.url))
    return message
