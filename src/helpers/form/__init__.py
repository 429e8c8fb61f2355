"""The web form: take reports, keep them, show people their own, hand them to the pipeline.

One module per concern: `fields` (the questions), `history` (those that are gone), `store` (tables
and engine), `writing` (group commit), `abuse` (tokens and limits), `pages`, `receipts`,
`moderation` (what people see), `password` (the moderators'), `counts` (the public counter),
`suggest` (places), `export`, `backup` and `purge` (for the editors), `app` (puts it together),
`serving` (runs it).
"""
