from tests.billing.conftest import buyer, member

__all__ = ["buyer", "member"]
