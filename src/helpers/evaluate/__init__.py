"""Evaluate: what the located reports show, how firmly, and what they cannot show.

`rates` and `shrink` relate counts to inhabitants; `funnel`, `hotspots`, `neighbours` and `scan`
ask where more is reported than size, type and chance let expect; `bigcity`, `trends`, `faults`
and `districts` answer the other questions of the campaign; `robustness` repeats the headlines
under other choices; `claims` says how strongly each may be said. See docs/evaluation.md.
"""
