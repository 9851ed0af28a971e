"""The command line. Each module is one command or group; heavy imports are made inside the commands, so that help is quick."""
