"""Members who agreed to be found: searched for a campaign, approached, and introduced with their consent."""
