"""How Tinbai looks from outside: the GraphQL contract, and no SQL in it."""
