"""Draws that are the same in every version of Python: a hash picks the stream, and only `random.Random.random` is used."""

import hashlib
import random

SEED = "husrom bergen 2020-04-30"


class Draw:
    """A stream of its own for each purpose, so that a change in one place moves nothing elsewhere."""

    def __init__(self, *purpose: object) -> None:
        text = "/".join([SEED, *map(str, purpose)])
        self._random = random.Random(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big"))

    def unit(self) -> float:
        return self._random.random()

    def below(self, count: int) -> int:
        return int(self._random.random() * count)

    def between(self, low: int, high: int) -> int:
        return low + self.below(high - low + 1)

    def chance(self, percent: float) -> bool:
        return self.unit() * 100 < percent

    def pick(self, values):
        return values[self.below(len(values))]

    def weighted(self, weights: dict):
        """A key, with the weights given; a quantile, so that two draws with the same `unit` go together."""
        return quantile(weights, self.unit())

    def shuffled(self, values) -> list:
        values = list(values)
        for last in range(len(values) - 1, 0, -1):
            other = self.below(last + 1)
            values[last], values[other] = values[other], values[last]
        return values

    def dealt(self, counts: dict) -> list:
        """Each key as often as it is counted, in drawn order: quotas rather than chances."""
        return self.shuffled([key for key, count in counts.items() for _ in range(count)])


def quantile(weights: dict, unit: float):
    left = unit * sum(weights.values())
    for key, weight in weights.items():
        left -= weight
        if left < 0:
            return key
    return list(weights)[-1]
