"""The whole bot from outside: commands in, files, messages and exit statuses out."""
