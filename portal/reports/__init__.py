"""What people tell us is wrong: with a vacancy, with the service, or with how we use what we know of them."""
