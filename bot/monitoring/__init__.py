"""How the service is doing: telemetry, metrics, health, and what has waited too long."""
