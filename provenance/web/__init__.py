"""The audit pages in a browser: a small server for reading alone, without cookies, sessions or addresses outside itself."""
