"""Publish: what readers see: pages, letter, posts, notebooks."""
