"""Attack: try what an attacker would try on everything that is published; find nothing, or stop.

The gate runs after every changed report: search of all contact data and identifiers of the senders
in every file that was written, and subtraction of the printed tables. A leak stops publication.
"""

from helpers.errors import CampaignError
from helpers.settings import Settings

SHOWN = 12
"""How many leaks the message names."""


def gate(settings: Settings) -> None:
    """Stop publication if anything that was written leads to a person or to a small count.

    Raises CampaignError naming file, place in it, kind and raw row (never the piece itself), or
    the count that can be told.
    """
    from helpers.attack import counts, pieces

    leaks = [*pieces.leaked(settings), *counts.leaked(settings)]
    if leaks:
        more = f"\n  … and {len(leaks) - SHOWN} more" if len(leaks) > SHOWN else ""
        lines = "\n".join(f"  {leak}" for leak in leaks[:SHOWN])
        raise CampaignError(
            f"The attack test found {len(leaks)} leak(s); nothing may be published:\n{lines}{more}"
        )
