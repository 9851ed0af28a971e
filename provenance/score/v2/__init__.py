"""Score v2: what v1 looks at, how a claim and its text are worded, and how it stands in other documents."""
