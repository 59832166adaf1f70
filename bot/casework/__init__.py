"""The deeds of reviewers, leads, operators and the clock, each once: allowed by access.py, noted in the audit log.

The charter:

- A deed is one function, whoever asks for it. It is given `By` (who, when, in which open transaction) and values.
- `By.does` allows it and notes it, in one call: nothing is done that is not in the log.
- A look and a taking-away are noted first, in a transaction of their own, and read afterwards.
- What is refused is refused in one sentence, and nothing of it is kept.
"""
