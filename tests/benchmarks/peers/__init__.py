"""What else one could have built, each as its framework's own manual would have it."""
