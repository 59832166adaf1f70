"""The command line, a module for each group of commands; each is imported only when one of its commands is run.

app        finds the command             failures   says why a command failed
desk       opens the record store        given      checks what was typed         shown   prints the results
"""
