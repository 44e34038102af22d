"""What an address may ask for: the rules that `matrix.py` gives to each."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Public:
    """Anybody may open it. `arguments`: how to make them, if it takes any."""

    arguments: Callable[..., list] | None = None


@dataclass(frozen=True)
class SignedIn:
    """Anybody signed in may open it: it shows only what is his."""

    query: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Needs:
    """Asks for a permission. `row`: label of the scoped model whose row it shows."""

    permission: str
    row: str = ""
    method: str = "get"
    arguments: Callable[..., list] | None = None


@dataclass(frozen=True)
class Foreign:
    """A page of a package that decides by itself; why that is safe."""

    why: str
