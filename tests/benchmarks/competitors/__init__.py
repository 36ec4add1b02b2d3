"""Other engines, given the same terms and asked the same questions."""
