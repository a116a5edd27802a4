"""What applicants answer, section by section: what holds, and a sentence for what does not."""
