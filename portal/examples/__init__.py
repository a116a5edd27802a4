"""Invented people, organisations and memberships, so that anybody can try every part of the site. Never in production."""
