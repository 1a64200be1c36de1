"""Matters that a points policy should not touch, by the words of its names.

A hint for a person to look, never a judgement: the words are few and plain, and a hit is a warning.
Why: the organic law on villagers' committees, article 27, forbids village rules to touch personal,
democratic and property rights or to go against the law.
"""

from collections.abc import Mapping

from rulesengine.core.text import Text, text

_PETITIONS = text("complaints and petitions to higher offices")
_BENEFITS = text("benefits that the law grants")
_FINES = text("fines")
_FAMILY = text("births and family planning")
_BELIEF = text("religion")
_HEALTH = text("the body and health, such as blood donation")

WORDS: Mapping[str, Text] = {
    "上访": _PETITIONS, "信访": _PETITIONS, "petition": _PETITIONS, "petitions": _PETITIONS,
    "petitioning": _PETITIONS,
    "低保待遇": _BENEFITS, "低保资格": _BENEFITS, "低保金": _BENEFITS, "取消低保": _BENEFITS,
    "医保": _BENEFITS, "社保": _BENEFITS, "养老金": _BENEFITS, "新农合": _BENEFITS,
    "insurance": _BENEFITS, "pension": _BENEFITS, "welfare": _BENEFITS,
    "罚款": _FINES, "罚金": _FINES, "fine": _FINES, "fines": _FINES,
    "计划生育": _FAMILY, "超生": _FAMILY, "family_planning": _FAMILY,
    "宗教": _BELIEF, "信教": _BELIEF, "religion": _BELIEF, "religious": _BELIEF,
    "献血": _HEALTH, "疫苗": _HEALTH, "blood": _HEALTH, "vaccination": _HEALTH,
}  # fmt: skip


def touched(name: str) -> tuple[str, Text] | None:
    """The word in a name that asks for a legal review, and the matter it is about."""
    parts = set(name.casefold().replace("·", "_").split("_")) | {name.casefold()}
    for word, matter in WORDS.items():
        if word.isascii() and "_" not in word:
            if word in parts:
                return word, matter
        elif word in name.casefold():
            return word, matter
    return None
