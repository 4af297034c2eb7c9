"""Sample data for trying the portal: made by the same acts as real data, with the clock set back."""
