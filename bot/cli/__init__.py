"""The command line, a module for each group of commands; each is imported only when one of its commands is run.

app        finds the command             errors     says why a command failed
session    opens the record store        arguments  checks what was typed         output  prints the results
"""
