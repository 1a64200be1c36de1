"""How many people a household has on a day: what points are divided by where they go per head.

Only people that somebody registered are counted. Where nobody did, no household has any: then it
is not known how many there are, and nobody is ranked or graded per head.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from rulesengine.core.posting import Account
from rulesengine.core.register import Register
from rulesengine.language.checked import Timeline

Heads = Mapping[Account, int]


def heads_on(register: Register, timelines: Mapping[str, Timeline], day: date) -> Heads:
    """The people of each household on a day; one without people is not there.

    Empty where no honour and no grade of a policy goes per head.
    """
    found: Counter[Account] = Counter()
    policies = [version.policy for one in timelines.values() for version in one.versions]
    if any(policy.per_head for policy in policies) and register.people_given:
        for (village, _), person in register.people.items():
            stay = person.stay_on(day)
            if stay is not None:
                found[Account(village, stay.household)] += 1
    return found
