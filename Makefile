# demo: the main job on data/ · test: all tests · check: lint, types, import contract, ontology, docs · eval: scores and floors
# bench: all benchmarks, to docs/benchmarks.md · bench-quick: small sizes · bench-guard: is a ratio worse than the committed one?
# floors: raise those of the frozen pages · ablation: what each finder and step earns · front: the front-end packages, again
# EXTRAS=ocr,parquet,spark: install these extras, too
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
KG := $(BIN)/kg
EXTRAS ?=
READY := $(VENV)/ready$(if $(EXTRAS),-$(EXTRAS))

.DEFAULT_GOAL := help
.PHONY: help demo front test check eval floors bench bench-quick bench-guard ablation docs clean

help:
	@sed -n '1,4s/^# //p' Makefile

$(READY): pyproject.toml constraints.txt package-lock.json
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet -c constraints.txt -e ".$(if $(EXTRAS),[$(EXTRAS)])" --group dev
	$(BIN)/python tools/frontend.py --dev
	@touch $@

front: $(READY)
	$(BIN)/python tools/frontend.py --dev

demo: $(READY)
	$(KG) build data/pages -o output
	@echo; echo "== kg query output posts =="
	$(KG) query output posts | head -n 14
	@echo; echo "== kg query output agenda =="
	$(KG) query output agenda | head -n 14
	@echo; echo "== kg query output 'SELECT …' =="
	$(KG) query output 'SELECT ?机构 (COUNT(?提及) AS ?次数) { ?提及 itsrdf:taIdentRef ?e . ?e a kg:Organization ; skos:prefLabel ?机构 } GROUP BY ?机构 ORDER BY DESC(?次数) ?机构 LIMIT 8'
	@echo; echo "Turtle: output/graph.ttl   HTML: output/graph.html (open it in a browser)"

test: $(READY)
	$(BIN)/python -m pytest -n auto

check: $(READY)
	$(BIN)/ruff check kg tests data tools bench
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(KG) check
	$(BIN)/python data/press.py --check
	$(BIN)/python data/press.py --check --root data/heldout
	$(BIN)/python data/press.py --check --root data/frozen
	$(BIN)/python tools/docs.py

eval: $(READY)
	$(KG) eval
	$(KG) eval --pages
	$(KG) eval data/heldout/gold/sample.json data/heldout/pages
	$(KG) eval data/frozen/gold/sample.json data/frozen/pages

floors: $(READY)
	$(BIN)/python -m tests.press.score --raise

# What the benchmarks compare with is in a group of its own.
$(VENV)/ready-bench: $(READY)
	$(BIN)/python -m pip install --quiet -c constraints.txt --group bench
	@touch $@

bench: $(VENV)/ready-bench
	$(BIN)/python bench/all.py --keep

bench-quick: $(VENV)/ready-bench
	$(BIN)/python bench/all.py --quick

bench-guard: $(VENV)/ready-bench
	$(BIN)/python bench/all.py --guard

ablation: $(READY)
	$(BIN)/python bench/ablation.py

docs: $(READY)
	$(BIN)/python tools/docs.py --write

clean:
	rm -rf $(VENV) output/graph.* output/records .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
