"""The web form: take reports, keep them, show people their own, hand them to the pipeline.

One module per concern: `fields` (the questions), `store` (tables and engine), `writing` (group
commit), `abuse` (tokens and limits), `pages`, `receipts`, `moderation` (what people see),
`counts` (the public counter), `suggest` (places), `export` and `backup` (for the editors),
`app` (puts it together).
"""
