"""What several modules look at and none changes, made once for all of them."""

from tests.support.demo_quarter import played_quarter  # noqa: F401 - a fixture
from tests.support.told_worlds import told_worlds  # noqa: F401 - a fixture
