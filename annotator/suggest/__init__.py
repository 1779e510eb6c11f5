"""Sources of suggestions: one file each, proposals that a person accepts."""
