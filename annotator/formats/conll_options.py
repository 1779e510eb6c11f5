"""What can be chosen about CoNLL columns, in reading and in writing."""

from __future__ import annotations

from annotator.formats.kit.options import Choice, Option, yes_or_no

PROFILE = Option(
    "profile",
    "Columns",
    "conll2003",
    (
        Choice("conll2003", "CoNLL-2003: word, two empty columns, tag"),
        Choice("tsv", "word and tag, with a TAB between them"),
    ),
)
SCHEME = Option(
    "scheme",
    "Tags",
    "iob2",
    (
        Choice("iob2", "IOB2: B- begins each span"),
        Choice("iob1", "IOB1: B- only between neighbours, as in the task of 2003"),
        Choice("bilou", "BILOU: L- ends a span, U- is one word"),
        Choice("bioes", "BIOES: E- ends a span, S- is one word"),
    ),
)
COMPANION = yes_or_no(
    "companion",
    "Write the exact texts and the codebook beside the columns",
    is_on=True,
    explanation="Columns hold no white space; with these files they can be imported without loss.",
)
READ_SCHEME = Option(
    "tags",
    "How tags are written",
    "auto",
    (
        Choice("auto", "find out"),
        Choice("iob1", "IOB1"),
        Choice("iob2", "IOB2"),
        Choice("bilou", "BILOU"),
        Choice("bioes", "BIOES"),
        Choice("io", "labels alone, without B- and I-"),
    ),
)
TAG_COLUMN = Option(
    "tag-column",
    "Column with the tags",
    "",
    explanation="Its number, the first is 1 and the last is -1, or its name; empty for the last.",
)
WORD_COLUMN = Option(
    "word-column",
    "Column with the words",
    "",
    explanation="Its number, the first is 1, or its name; empty for the first that is no count.",
)
SPACING = Option(
    "spacing",
    "White space between words, which columns do not hold",
    "spaces",
    (
        Choice("spaces", "a space between any two"),
        Choice("guess", "none before commas, full stops, closing brackets …"),
    ),
)
DOCUMENTS = Option(
    "documents",
    "What is one article",
    "marked",
    (
        Choice("marked", "what -DOCSTART- or another mark begins; else the file"),
        Choice("sentences", "each sentence"),
    ),
)
