"""Codebooks that come with Annotator, and codebook files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from annotator import assets
from annotator.errors import CodebookError
from annotator.model import codebook_rules

DEFAULT = "news-attribution"
_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class Preset:
    """A codebook that comes with Annotator."""

    id: str
    name: str
    description: str
    path: Path


@cache
def presets() -> tuple[Preset, ...]:
    """The codebooks that come with Annotator, the default one first."""
    found: list[Preset] = []
    for path in sorted((assets.resources() / "codebooks").glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        found.append(
            Preset(str(content["id"]), str(content["name"]), str(content.get("description", "")), path)
        )
    return tuple(sorted(found, key=lambda preset: (preset.id != DEFAULT, preset.id)))


def read(name_or_path: str | Path) -> dict[str, Any]:
    """The object of a preset, by its name, or of a codebook file; checked."""
    preset = next((one for one in presets() if one.id == str(name_or_path)), None)
    path = preset.path if preset is not None else Path(name_or_path)
    try:
        if not path.is_file():
            raise CodebookError(
                f"There is no codebook “{name_or_path}”, neither a preset nor a file.",
                f"The presets are: {', '.join(one.id for one in presets())}.",
            )
        if path.stat().st_size > _LARGEST:
            raise CodebookError(f"{path} is larger than {_LARGEST:,} bytes.", "Is it a codebook file?")
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise CodebookError(f"{path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise CodebookError(f"{path} is not UTF-8.", "Is it a codebook file?") from None
    except json.JSONDecodeError as error:
        raise CodebookError(
            f"{path}, line {error.lineno}: this is not JSON ({error.msg.lower()}).",
            "A codebook file holds one JSON object.",
        ) from None
    except (RecursionError, ValueError) as error:
        raise CodebookError(f"{path} cannot be read as JSON: {error}.", "Is it a codebook?") from None
    codebook_rules.check(content, str(path))
    assert isinstance(content, dict)
    return content
