"""zhitu 知图: Chinese newspaper pages to a knowledge graph. Start at kg.pipeline, which tells the story in order."""

__version__ = "0.1.0"
