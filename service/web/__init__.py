"""The service on the web: one ASGI application."""
