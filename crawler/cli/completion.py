"""What a shell offers for arguments that are folders or files, addresses included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def folders(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the request for folder names; the shell knows them best."""
    return _ask("dir", incomplete)


def files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the request for file and folder names; nothing for an address."""
    return [] if "://" in incomplete else _ask("file", incomplete)


def _ask(kind: str, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type=kind)]
