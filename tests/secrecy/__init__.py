"""Nothing at rest and nothing in a log can be read: canaries are sent through everything, and looked for everywhere."""
