"""The revision is asked for without alembic, and says what alembic says."""

from __future__ import annotations

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from storage.maintenance import revision, upgrade


def test_the_newest_file_is_what_alembic_calls_the_head() -> None:
    config = Config()
    config.set_main_option("script_location", upgrade.SCRIPTS)
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == revision.head()


def test_a_store_is_at_the_revision_that_alembic_reads(engine: Engine) -> None:
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == revision.current(engine)
    assert revision.is_current(engine)
