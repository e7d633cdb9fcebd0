"""A case on the page of the first PC."""

import pytest

from tests.sync.offices import receive_case


@pytest.fixture
def id(pc):
    found = receive_case(pc.desk, phone="0912000417", applicant_id="072179004518", code="1.004884")
    pc.session.tell({("case", found)})
    pc.cases.show_case(found)
    return found
