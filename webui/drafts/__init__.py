"""“Have we covered this?”: the page of a draft."""
