"""Processes that die: killed between any two inputs, and started again."""
