"""The verb that makes a property of a claim: promote."""

from __future__ import annotations

from pathlib import Path

import click

from .common import store_option, verb


@verb()
@click.argument("claim", metavar="CLAIM-ID")
@click.option("--key", help="The key of the new property [default: made of what is counted].")
@click.option("--label", help="What archivists read [default: the counted noun].")
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="Add the block to this file.")
@store_option
def promote(claim: str, key: str | None, label: str | None, to: Path | None, store: Path) -> None:
    """Write the block of a new property, with the claim's sentence as its example.

    Put it into pipeline/knowledge/de/properties/, check label, changes and words, and run the tests.

    Example: aktenlage promote 3f2a91c0 --key language_courses
    """
    from ..claims.promote import key_of, promoted
    from ..errors import NotFound
    from ..store import archive
    from ..store.explain import full_id
    from ..store.plain import claim_from

    with archive.open_store(store) as opened:
        table, about = full_id(opened, claim)
        if table != "claims":
            raise NotFound(
                f"{claim!r} is one of the {table}, not a claim", help="explain ID lists the claims behind it"
            )
        found = claim_from(opened.rows("SELECT * FROM claims WHERE id = ?", [about])[0])
    if not found.property.startswith(("count:", "amount:", "share:")):
        raise NotFound(f"this claim has a property already: {found.property}", help="only open-domain claims need one")
    try:
        block = promoted(found, key=key or key_of(found), label=label)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if to is None:
        click.echo(block, nl=False)
        return
    there = to.read_text("utf-8") if to.exists() else ""
    to.write_text(f"{there.rstrip()}\n\n{block}" if there.strip() else block, "utf-8")
    click.echo(to)
