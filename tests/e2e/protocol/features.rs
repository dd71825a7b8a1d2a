//! What a user asks for at a place.
