"""How an operation runs: over graphql-core, with resolvers made from the fields' declarations."""
