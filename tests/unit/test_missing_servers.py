"""What becomes of a test whose server cannot be started here."""

import pytest

from tests.conftest import pytest_runtest_setup
from tests.support.servers import REQUIRE_SERVERS, SERVERS

FAULT = "is not installed (on Debian or Ubuntu: apt-get install postgresql)"


@pytest.fixture
def needing_test(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> pytest.Item:
    """This very test, from now on one that needs a server which is not there."""
    monkeypatch.setitem(SERVERS, "postgresql", lambda: FAULT)
    request.node.add_marker(pytest.mark.server("postgresql"))
    assert isinstance(request.node, pytest.Item)
    return request.node


def test_it_is_skipped_with_the_servers_name_and_the_way_to_get_it(
    needing_test: pytest.Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(REQUIRE_SERVERS, raising=False)

    with pytest.raises(pytest.skip.Exception) as skipped:
        pytest_runtest_setup(needing_test)

    assert skipped.value.msg == f"postgresql {FAULT}"


def test_it_fails_where_every_server_is_required(
    needing_test: pytest.Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(REQUIRE_SERVERS, "1")

    with pytest.raises(pytest.fail.Exception, match="postgresql is not installed"):
        pytest_runtest_setup(needing_test)
