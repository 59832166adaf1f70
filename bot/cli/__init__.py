"""The command line, a module for each group of commands; each is imported only when one of its commands is run.

app        which command is where      failures   what is said when one fails
desk       the record store at hand    given      what was typed, checked      shown   what is printed
"""
