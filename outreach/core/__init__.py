"""What every stage speaks: time, addresses, untrusted text, faults, intents. Imports nothing of ours."""
