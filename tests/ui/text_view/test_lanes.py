from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.text_view.lanes import Lanes, Mark

MARKS = st.lists(
    st.builds(
        lambda start, length, preferred: (start, start + length, preferred),
        st.integers(0, 40),
        st.integers(1, 15),
        st.integers(0, 1),
    ),
    max_size=14,
).map(lambda found: [Mark(str(index), *one) for index, one in enumerate(found)])


@given(MARKS)
def test_marks_that_overlap_never_share_a_lane(marks: list[Mark]) -> None:
    lanes = Lanes()
    lanes.update(marks)
    for one in marks:
        for other in marks:
            if one.id < other.id and one.start < other.end and other.start < one.end:
                assert lanes.of(one.id) != lanes.of(other.id)


@given(MARKS, st.data())
def test_nothing_jumps_when_a_mark_comes_or_goes(marks: list[Mark], data: st.DataObject) -> None:
    lanes = Lanes()
    lanes.update(marks)
    before = {mark.id: lanes.of(mark.id) for mark in marks}
    kept = data.draw(st.sets(st.sampled_from(marks))) if marks else set()
    new = Mark("new", 10, 20)
    lanes.update([*(mark for mark in marks if mark in kept), new])
    assert {mark.id: lanes.of(mark.id) for mark in kept} == {mark.id: before[mark.id] for mark in kept}
