"""
Writes elementary.json: exp, log, sin and their kin, computed with arbitrary precision.

    pip install mpmath && python elementary.py

For each function a list of points: the arguments, exact as doubles, then the value rounded to a double and
what that is off from the true value, in units of 2^-10 of its last place. So a test measures
errors to a thousandth of a unit.
"""
import json
import math
import os
import random
import struct

import mpmath
from mpmath import mp, mpf

random.seed(1964)
mp.dps = 60


def ulp(x):
    return mpf(2) ** max(math.frexp(x)[1] - 53, -1074)


def uniform(a, b):
    return lambda: random.uniform(a, b)


def scale(low, high, signed=True):
    """Every binade alike."""
    return lambda: math.ldexp(random.uniform(1, 2), random.randrange(low, high)) * (random.choice([-1, 1]) if signed else 1)


def near(x, low, high):
    return lambda: x + scale(low, high)()


def multiples(step, most):
    return lambda: float(random.randrange(-most, most) * step)


def sigmoid(x):
    return 1 / (1 + mpmath.exp(-x))


def softplus(x):
    return mpmath.log1p(mpmath.exp(-abs(x))) + max(x, 0)


angles = [uniform(-10, 10), uniform(-5e4, 5e4), scale(15, 1023), scale(-1074, 2), multiples(mp.pi / 2, 30000), multiples(mp.pi / 4, 100)]
positive = [scale(-1074, 1024, False), uniform(0.5, 2), near(1.0, -52, -1), scale(-1074, -1020, False)]
arcs = [uniform(-1, 1), scale(-1070, -1), lambda: 1 - scale(-53, -2, False)()]

plans = {
    'exp': (mpmath.exp, [uniform(-745, 709.7), uniform(-1, 1), scale(-60, 3), uniform(-745, -700)]),
    'expm1': (mpmath.expm1, [uniform(-50, 50), uniform(-1.5, 1.5), scale(-1074, 3), uniform(0.3, 0.45), uniform(600, 709.7)]),
    'exp2': (lambda x: mpf(2) ** x, [uniform(-1074, 1023.9), uniform(-1, 1), scale(-60, 3)]),
    'log': (mpmath.log, positive),
    'log1p': (mpmath.log1p, [uniform(-1, 3), scale(-60, -1), scale(-1070, 1023, False), lambda: -1 + scale(-53, -1, False)()]),
    'log2': (lambda x: mpmath.log(x) / mpmath.log(2), positive),
    'log10': (mpmath.log10, positive),
    'sin': (mpmath.sin, angles),
    'cos': (mpmath.cos, angles),
    'tan': (mpmath.tan, angles),
    'sinh': (mpmath.sinh, [uniform(-710.4, 710.4), uniform(-2, 2), scale(-1074, 9), uniform(-23, 23)]),
    'cosh': (mpmath.cosh, [uniform(-710.4, 710.4), uniform(-2, 2), scale(-60, 9)]),
    'tanh': (mpmath.tanh, [uniform(-25, 25), uniform(-1.2, 1.2), scale(-1074, 10)]),
    'sigmoid': (sigmoid, [uniform(-745, 40), uniform(-5, 5), scale(-60, 9), uniform(-745, -700), uniform(-40, 40)]),
    'softplus': (softplus, [uniform(-745, 710), uniform(-5, 5), scale(-60, 9), uniform(-745, -700), uniform(-40, 40)]),
    'asin': (mpmath.asin, arcs),
    'acos': (mpmath.acos, arcs),
    'atan': (mpmath.atan, [uniform(-5, 5), scale(-1074, 1023), uniform(-1, 1)]),
}


def powers():
    x = math.ldexp(random.uniform(1, 2), random.randrange(-300, 300))
    yield (random.uniform(0, 10), random.uniform(-20, 20))
    yield (scale(-1074, 1023, False)(), random.uniform(-0.9, 0.9))
    yield (x, random.uniform(-708, 708) / math.log(x))
    yield (x, random.uniform(-744, -708) / math.log(x))
    yield (1 + scale(-40, -2)(), scale(0, 30)())
    yield (-random.uniform(0, 10), float(random.randrange(-30, 30)))
    yield (scale(-1074, 1023, False)(), scale(-60, -1)())
    yield (float(random.randrange(-30, 30) or 1), float(random.randrange(-9, 10)))


def entry(exact, xs):
    value = exact(*[mpf(x) for x in xs])
    rounded = float(value)
    if not math.isfinite(rounded):
        return None
    unit = ulp(rounded)
    off = int(mpmath.nint((value - mpf(rounded)) / unit * 1024))
    # Doubles as hexadecimal, which is short and exact.
    return ' '.join(struct.pack('>d', x).hex() for x in [*xs, rounded]) + f' {off}'


EACH = 60
table = {}
for name, (exact, makers) in plans.items():
    points = [(maker(),) for maker in makers for _ in range(EACH)]
    mp.dps = 400 if name in ('sin', 'cos', 'tan') else 60 if name not in ('tanh', 'sinh', 'log1p', 'expm1') else 800
    table[name] = [row for row in (entry(exact, point) for point in points) if row is not None]
mp.dps = 60
table['pow'] = [row for row in (entry(lambda x, y: mpmath.re(mpmath.power(x, y)), point) for _ in range(EACH) for point in powers()) if row is not None]



def power_slopes():
    x = math.ldexp(random.uniform(1, 2), random.randrange(-300, 300))
    yield (random.uniform(0, 10), random.uniform(-20, 20))
    yield (scale(-1074, 1023, False)(), random.uniform(-0.9, 0.9))
    yield (scale(-1074, -1022, False)(), random.uniform(-3, 3))
    yield (x, random.uniform(-708, 708) / math.log(x))
    yield (x, random.uniform(-744, -708) / math.log(x))
    yield (1 + scale(-40, -2)(), scale(0, 30)())
    yield (scale(-300, 300, False)(), float(random.randrange(-9, 10)))
    yield (scale(-1074, 1023, False)(), scale(-60, -1)())


steep = {
    'powByBase': lambda x, y: y * x ** (y - 1),
    'powByExponent': lambda x, y: x ** y * mpmath.log(x),
    'powByBaseTwice': lambda x, y: y * (y - 1) * x ** (y - 2),
    'powByBoth': lambda x, y: x ** (y - 1) * (1 + y * mpmath.log(x)),
    'powByExponentTwice': lambda x, y: x ** y * mpmath.log(x) ** 2,
}

slopes = {
    'sechSquared': (lambda x: 1 / mpmath.cosh(x) ** 2, [uniform(-25, 25), uniform(-1.2, 1.2), scale(-60, 8), uniform(340, 372)]),
}
for name, (exact, makers) in slopes.items():
    points = [(maker(),) for maker in makers for _ in range(EACH)]
    table[name] = [row for row in (entry(exact, point) for point in points) if row is not None]

mp.dps = 100
for name, exact in steep.items():
    points = [point for _ in range(EACH) for point in power_slopes()]
    if name == 'powByBase':
        points += [(-point[0], point[1]) for point in points if point[1] == int(point[1])]
    table[name] = [row for row in (entry(exact, point) for point in points) if row is not None]

def between(step):
    """About half way between two rows of the table that tanh and its kin are read from."""
    return lambda: random.choice([-1, 1]) * (random.randrange(0, 32) + 0.5 + scale(-52, -3)()) * step


mp.dps = 60
for name, (exact, makers) in {
    'tanh': (mpmath.tanh, [between(1 / 8), uniform(-32, 32)]),
    'sigmoid': (sigmoid, [between(1 / 4), uniform(-64, -60), uniform(60, 64)]),
    'sechSquared': (slopes['sechSquared'][0], [between(1 / 8), uniform(30, 32)]),
}.items():
    table[name] += [row for row in (entry(exact, (maker(),)) for maker in makers for _ in range(EACH)) if row is not None]

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'elementary.json'), 'w') as file:
    file.write('{\n' + ',\n'.join(f'  {json.dumps(name)}: {json.dumps(chr(10).join(rows))}' for name, rows in table.items()) + '\n}\n')
