"""Cold outreach that asks, follows the referral, and never sends twice."""

__version__ = "0.1.0"
