"""The audit pages in a browser: a small server for one reader, for reading alone, without cookies, sessions or outside addresses."""
