"""The consultant's desk: which public bodies may want help with their recruitment, from what their adverts show."""
