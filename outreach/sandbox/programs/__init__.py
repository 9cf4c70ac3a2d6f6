"""The habits of five mail programs, after what each is seen to write; hosts in identifiers are made up."""
