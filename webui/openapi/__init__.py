"""The description of the API (OpenAPI 3.1): made from the table of parameters and the shapes of the answers."""
