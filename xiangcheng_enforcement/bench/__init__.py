"""Measuring: the bars of docs/benchmarks.md, against a running stack on a database of its own."""
