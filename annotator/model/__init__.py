"""What an annotated corpus is: values, edits and rules. No files, no SQL, no widgets.

Glossary (one word per thing, in code, tables, menus and documentation alike):

project       one SQLite file: documents, codebook, annotations, history
document      one article: an immutable text, with title and metadata
span          a labelled stretch of a document: one or more fragments
fragment      half-open `[start, end)` in code points of the document's text; a span
              with two or more is *discontinuous*
relation      labelled, directed link from one span to another
attribute     named, typed value on a span, relation or document
entity        the person, organisation or place in the world that spans point to
label         what a span is called by the codebook; a relation has a relation type
codebook      labels, attributes, relation types and guidelines; versioned
layer         a group of labels in the codebook (entities, quotes, claims, zones)
annotator     whose annotation it is: a person, or a named suggester
annotations   spans and relations of one document
suggestion    a proposed edit; not in the project until it is accepted
register      the smallest thing one change writes: a span or relation as a whole, or
              one field of a document, label, entity, annotator or setting
change        one before/after pair of one register
edit          one user-visible, undoable step: a title and its changes
agreement, adjudication
              measuring, and deciding, where annotators differ; the decided layer is gold
"""
