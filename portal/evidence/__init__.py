"""The evidence of a campaign in one pack: what was decided, by whom, when and why, as a PDF and as files."""
