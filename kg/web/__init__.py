"""The graph over HTTP: SPARQL 1.1 Protocol, Graph Store Protocol and a plain home page; `kg.web.server.serve` runs it."""
