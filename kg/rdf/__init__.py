"""The graph as RDF: quads from `convert`, names from `iris`, laws in `validate`, SPARQL over `store` and `query`."""
