"""The layers of a codebook as INCEpTION's project settings import them (a file for each or all).

INCEpTION draws only layers that a project already has; with these it has them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from annotator.formats import uima
from annotator.formats.uima_naming import FROM, RELATION, TO

if TYPE_CHECKING:
    from annotator.formats.uima import Feature, Type
    from annotator.formats.uima_naming import Names


def layers(names: Names) -> bytes:
    """The file: a list of layers, first those of spans, then that of relations."""
    own = [one for one in names.types.types.values() if one.name.startswith(uima.CUSTOM)]
    said = [_layer(one) for one in own]
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


def _layer(one: Type) -> dict[str, Any]:
    is_relation = one.name == RELATION
    features = [feature for feature in one.features.values() if feature.name not in (FROM, TO)]
    return {
        "name": one.name,
        "uiName": one.name.removeprefix(uima.CUSTOM),
        "type": "relation" if is_relation else "span",
        "description": one.description,
        "enabled": True,
        "built_in": False,
        "readonly": False,
        "attach_type": None,
        "attach_feature": None,
        "allow_stacking": True,
        "cross_sentence": True,
        "anchoring_mode": "characters",
        "overlap_mode": "any",
        "linked_list_behavior": False,
        "features": [_feature(feature) for feature in features],
    }


def _feature(one: Feature) -> dict[str, Any]:
    return {
        "name": one.name,
        "uiName": one.name,
        "type": one.range,
        "description": one.description,
        "enabled": True,
        "visible": one.name not in ("uid", "fragment", "extras"),
        "required": False,
        "remember": False,
        "multi_value_mode": "none",
        "link_mode": "none",
    }
