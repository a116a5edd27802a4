"""Invoices, credit notes, quotes and what the bank brings: documents that are never edited, numbers without gaps."""
