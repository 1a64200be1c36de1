"""The fold of `reference`, fast: policies as tables, records as columns, one compiled kernel."""
