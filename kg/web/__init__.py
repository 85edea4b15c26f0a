"""The local site: pages for reading and deciding, SPARQL 1.1 Protocol and Graph Store Protocol; `kg.web.server.serve` runs it."""
