"""The views: each takes the site and a request, and gives a page."""
