"""Facts from passages: one module for each family of facts, each a function of the context."""
