"""Ways to write a number that need arithmetic: signs, fractions, powers, dozens. Only for a whole text; a paper's sentences are not searched for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, DecimalException, localcontext

Read = Callable[[str], Decimal | None]

_SIGN = re.compile("[-−负](?P<rest>.+)")
_OVER = re.compile("(?:(?P<whole>.+)又)?(?P<bottom>.+?)分之(?P<top>.+)")
_FRACTION = re.compile("(?:(?P<whole>[0-9]+) )?(?P<top>[0-9]+)/(?P<bottom>[0-9]+)")
_POWER = re.compile(r"(?P<base>[0-9.]+)\^(?P<sign>[+-]*)(?P<power>[0-9]{1,3})")
_SCIENTIFIC = re.compile(r"(?P<base>[0-9]*\.?[0-9]+)e(?P<power>[+-]?[0-9]{1,3})", re.IGNORECASE)
_DOZENS = re.compile("(?P<count>.+)打")


def value(text: str, read: Read) -> Decimal | None:
    """The value of 负三点二, 三又五分之一, 1 3/5, 2^5, 1.5e3, 五十打, 半百, 千三; None when it is none. `read` takes plain numerals."""
    try:
        with localcontext(prec=40):
            return _value(text.strip(), read)
    except (DecimalException, OverflowError):
        return None


def _value(text: str, read: Read) -> Decimal | None:
    if match := _SIGN.fullmatch(text):
        found = _value(match["rest"], read)
        return None if found is None else -found
    for pattern in (_OVER, _FRACTION):
        if match := pattern.fullmatch(text):
            return _fraction(*(_value(part, read) if part else Decimal(0) for part in match.group("whole", "top", "bottom")))
    if match := _POWER.fullmatch(text):
        base = _value(match["base"], read)
        power = int(match["power"]) * (-1) ** match["sign"].count("-")
        return None if base is None else base**power
    if match := _SCIENTIFIC.fullmatch(text):
        base = _value(match["base"], read)
        return None if base is None else base.scaleb(int(match["power"]))
    if match := _DOZENS.fullmatch(text):
        found = _value(match["count"], read)
        return None if found is None else found * 12
    if re.fullmatch(r"\.[0-9]+", text):
        return Decimal(f"0{text}")
    return Decimal(50) if text == "半百" else read(f"一{text}" if text[:1] in ("百", "千") and text[1:] else text)


def _fraction(whole: Decimal | None, top: Decimal | None, bottom: Decimal | None) -> Decimal | None:
    return None if whole is None or top is None or not bottom else whole + top / bottom
