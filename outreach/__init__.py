"""Cold outreach that asks, follows the referral, and never sends twice."""
