"""Helpers for evidence campaigns: one module per verb, DataFrame in, DataFrame out."""
