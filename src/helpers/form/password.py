"""Password: the moderators' one, of which only a hash is kept, in the environment."""

import os
import threading

import argon2

from helpers.errors import CampaignError

HOW = "off; `einzelfall form hash-password` makes the value for EINZELFALL_MODERATOR_HASH"
"""What the start says when no hash is set."""

_one_at_a_time = threading.Lock()


def known_hash() -> str:
    """Return the argon2 hash of the moderators' password; "" = no moderation."""
    return os.environ.get("EINZELFALL_MODERATOR_HASH", "")


def check_hash() -> None:
    """Raise CampaignError when the hash in the environment is none: no password would fit it."""
    try:
        if known := known_hash():
            argon2.PasswordHasher().check_needs_rehash(known)
    except argon2.exceptions.InvalidHashError as error:
        raise CampaignError(
            "EINZELFALL_MODERATOR_HASH: expected a hash as `einzelfall form hash-password` prints "
            "it ($argon2id$v=19$…). Put it in single quotes: a shell replaces dollar signs."
        ) from error


def hash_password(password: str) -> str:
    """Return the argon2id hash that belongs into EINZELFALL_MODERATOR_HASH."""
    return argon2.PasswordHasher().hash(password)


def right(password: str) -> bool:
    """Check a password, one at a time: argon2 takes much memory, and guesses shall be slow."""
    with _one_at_a_time:
        try:
            return argon2.PasswordHasher().verify(known_hash(), password)
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False
