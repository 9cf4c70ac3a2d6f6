"""The database: engine, column types, units of work, migrations, and the tables that every stage writes to."""
