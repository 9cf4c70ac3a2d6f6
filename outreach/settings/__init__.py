"""How `config.toml` is read: its keys, their readers, and where secrets are kept."""
