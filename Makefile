# Two commands are all you need: `make build` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help setup build test check serve evaluate bench bench-ingest models golden corpus clean

export LC_ALL := C.UTF-8
export PYTHONUTF8 := 1
export OMP_THREAD_LIMIT := 1

CORPUS ?= corpus
OUT ?= outputs
DATA ?= ../shared/data
GOLD ?= ../shared/gold/analysis
BIN := .venv/bin

help: ## what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup:
	@sh scripts/setup.sh

build: setup ## read the corpus, write outputs/ (CORPUS=folder, OUT=folder)
	@$(BIN)/aktenlage build "$(CORPUS)" --out "$(OUT)"

test: setup ## all tests
	@$(BIN)/python -m pytest -n 2

check: setup ## format, lint, types, fast tests: before every commit
	@$(BIN)/ruff format --check pipeline tests models corpus
	@$(BIN)/ruff check pipeline tests models corpus
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n 2 -m "not ocr"

serve: build ## web pages on http://127.0.0.1:8001
	@$(BIN)/aktenlage serve --store "$(OUT)/aktenlage.db"

evaluate: setup ## precision, recall and F1 against our gold, and GOLD=folder where it is
	@$(BIN)/python -m tests.benchmarks.evaluate "$(GOLD)"

bench: setup ## what each stage costs, and the quality tables (slow)
	@$(BIN)/python -m tests.benchmarks "$(DATA)"

bench-ingest: setup ## what reading costs beside bare Tesseract and OCRmyPDF, and its error rates (slow)
	@$(BIN)/python -m tests.benchmarks.ingest "$(dir $(DATA))"

models: ## build models/ anew from public data (DATA=folder; hours)
	@EXTRAS=dev,parquet,models sh scripts/setup.sh
	@$(BIN)/python -m models.recipe "$(DATA)"

golden: setup ## rewrite the golden files on purpose; read the diff like code
	@$(BIN)/python -m pytest tests/golden --rewrite-golden

corpus: setup ## render corpus/sources anew from corpus/manuscripts
	@$(BIN)/python corpus/render.py

clean: ## delete what the pipeline said; decisions live in corpus/ and stay
	@rm -rf outputs build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv/*' -type d -prune -exec rm -rf {} +
