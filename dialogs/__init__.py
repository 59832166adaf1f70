"""The conversation: everything that is said and asked. Pure: the standard library only, no I/O, no clock.

Start with `interview.respond`: one input goes in, one `Turn` comes out.
"""
