"""What a typed query may have meant: the wrong keyboard, Hanja, numbers written another way, other forms of letters."""
