"""
Writes elementwise.json: values and derivatives of the elementwise functions, computed with arbitrary precision.

    pip install mpmath gmpy2 && python elementwise.py [name ...]

For each function a list of rows. One argument: [x, d0, ..., d4, c0, ..., c4], the k-th derivative and
c_k = |x d_(k+1)|/2^53, by how much half a last place of x moves it. Two arguments:
[x, y, d, ..., c, ...], partial derivatives in the order of `partials` below, total order up to 4, and
c = (|x d/dx| + |y d/dy|)/2^53 of each. A family has the names `name n`. Inputs are exact as doubles.

Derivatives come from truncated power series with complex coefficients (only exp, log and powers are built in, the rest is
their closed forms), with ever more digits until two precisions agree to 40 (or both are below 1e-600); where there is no such form, from the recurrences of the
special functions. Each is then checked by central differences with hundreds to thousands of digits, to 20.
"""
import json
import math
import os
import sys

import mpmath
from mpmath import mp, mpf, mpc

TOP = 5
partials = [(i, n - i) for n in range(5) for i in range(n, -1, -1)]


# power series in two variables, cut off above total degree TOP ---------------------------------

class Series:
    def __init__(self, c):
        self.c = c

    @staticmethod
    def of(a):
        return a if isinstance(a, Series) else Series({(0, 0): mpf(a) if not isinstance(a, mpc) else a})

    def __add__(self, o):
        o = Series.of(o)
        return Series({k: self.c.get(k, 0) + o.c.get(k, 0) for k in set(self.c) | set(o.c)})

    __radd__ = __add__

    def __neg__(self):
        return Series({k: -v for k, v in self.c.items()})

    def __sub__(self, o):
        return self + -Series.of(o)

    def __rsub__(self, o):
        return Series.of(o) + -self

    def __mul__(self, o):
        o, out = Series.of(o), {}
        for (i, j), a in self.c.items():
            for (k, l), b in o.c.items():
                if i + j + k + l <= TOP and a != 0 and b != 0:
                    out[i + k, j + l] = out.get((i + k, j + l), 0) + a * b
        return Series(out)

    __rmul__ = __mul__

    def head(self):
        return self.c.get((0, 0), mpf(0))

    def after(self, outer):
        """The composition with a function whose Taylor coefficients at the head are given."""
        rest = Series({k: v for k, v in self.c.items() if k != (0, 0)})
        total, power = Series.of(outer[0]), Series.of(1)
        for a in outer[1:]:
            power = power * rest
            total = total + power * a
        return total

    def __truediv__(self, o):
        return self * Series.of(o) ** -1

    def __rtruediv__(self, o):
        return Series.of(o) * self ** -1

    def __pow__(self, p):
        h, out, factor = self.head(), [], mpf(1)
        for k in range(TOP + 1):
            out.append(factor * (mpmath.power(h, p - k) if factor != 0 else 0))
            factor = factor * (p - k) / (k + 1)
        return self.after(out)


def exp(s):
    if not isinstance(s, Series):
        return mpmath.exp(s)
    e = mpmath.exp(s.head())
    return s.after([e / mpmath.factorial(k) for k in range(TOP + 1)])


def log(s):
    if not isinstance(s, Series):
        return mpmath.log(s)
    h = s.head()
    return s.after([mpmath.log(h)] + [-(mpf(-1)) ** k / (k * h ** k) for k in range(1, TOP + 1)])


def power(s, p):
    return s ** p if isinstance(s, Series) else mpmath.power(s, p)


def sqrt(s):
    return power(s, mpf(1) / 2)


def part(s, take):
    return Series({k: take(v) for k, v in s.c.items()}) if isinstance(s, Series) else take(s)


def head(s):
    return s.head() if isinstance(s, Series) else s


re, im = lambda s: part(s, mpmath.re), lambda s: part(s, mpmath.im)
turn = mpc(0, 1)

cosh = lambda x: (exp(x) + exp(-x)) / 2
sinh = lambda x: (exp(x) - exp(-x)) / 2
sin = lambda x: im(exp(x * turn))
cos = lambda x: re(exp(x * turn))
# Real for every real argument: log, which is not, stands in the real part.
atan = lambda x: im(log(1 + x * turn))
asin = lambda x: im(log(sqrt(1 - x * x) + x * turn))


def asinh(x):
    return -log(sqrt(1 + x * x) - x) if mpmath.re(head(x)) < 0 else log(sqrt(1 + x * x) + x)


def cbrt(x):
    return -power(-x, mpf(1) / 3) if mpmath.re(head(x)) < 0 else power(x, mpf(1) / 3)


def sinc(x):
    return sin(mpmath.pi * x) / (mpmath.pi * x)


sigmoid = lambda x: 1 / (1 + exp(-x))

unary = {
    'neg': lambda x: -x,
    'reciprocal': lambda x: 1 / x,
    'square': lambda x: x * x,
    'sqrt': sqrt,
    'rsqrt': lambda x: power(x, mpf(-1) / 2),
    'cbrt': cbrt,
    'exp': exp,
    'expm1': lambda x: exp(x) - 1,
    'exp2': lambda x: exp(x * mpmath.log(2)),
    'log': log,
    'log1p': lambda x: log(1 + x),
    'log2': lambda x: log(x) / mpmath.log(2),
    'log10': lambda x: log(x) / mpmath.log(10),
    'sigmoid': sigmoid,
    'softplus': lambda x: log(1 + exp(x)),
    'sin': sin,
    'cos': cos,
    'tan': lambda x: sin(x) / cos(x),
    'asin': asin,
    'acos': lambda x: mpmath.pi / 2 - asin(x),
    'atan': atan,
    'sinh': sinh,
    'cosh': cosh,
    'tanh': lambda x: sinh(x) / cosh(x),
    'sechSquared': lambda x: 1 / (cosh(x) * cosh(x)),
    'oneLessSquare': lambda x: 1 - x * x,
    'asinh': asinh,
    'acosh': lambda x: log(x + sqrt(x - 1) * sqrt(x + 1)),
    'atanh': lambda x: (log(1 + x) - log(1 - x)) / 2,
    'silu': lambda x: x * sigmoid(x),
}
binary = {
    'add': lambda x, y: x + y,
    'sub': lambda x, y: x - y,
    'mul': lambda x, y: x * y,
    'div': lambda x, y: x / y,
    'pow': lambda x, y: exp(log(x) * y),
    'hypot': lambda x, y: sqrt(x * x + y * y),
    'direction': lambda x, y: x / sqrt(x * x + y * y),
    'atan2': lambda y, x: im(log(x + y * turn)),
    'inversion': lambda x, y: x / (x * x + y * y),
    'logaddexp': lambda x, y: log(exp(x) + exp(y)),
    'xlogy': lambda x, y: x * log(y),
}


# special functions, by derivatives of every order ----------------------------------------------

def hermite(k, x):
    return (-1) ** k * mpmath.hermite(k, x) * mpmath.exp(-x * x)


def normal(x, k):
    if k == 0:
        return mpmath.erfc(-x / mpmath.sqrt(2)) / 2
    return (-1) ** (k - 1) * mpmath.hermite(k - 1, x / mpmath.sqrt(2)) / mpmath.sqrt(2) ** (k - 1) * mpmath.exp(-x * x / 2) / mpmath.sqrt(2 * mpmath.pi)


def scaled_normal(x, k):
    return normal(x, k) * (2 ** 64 if abs(x) > 37 else 1)


def gelu(x, k):
    # (x Phi)^(k) = x Phi^(k) + k Phi^(k-1)
    return x * normal(x, k) + (k * normal(x, k - 1) if k > 0 else 0)


def lambert(x, k):
    # W^(k) = e^(-kW) p_k(W)/(1 + W)^(2k - 1), with p by its recurrence from the book (Corless et al., 3.5)
    w = mpmath.re(mpmath.lambertw(x))
    if k == 0:
        return w
    p = [mpf(1)]
    for m in range(1, k):
        q = [mpf(0)] * (m + 1)
        for j, a in enumerate(p):
            q[j] += -(3 * m - 1) * a
            q[j + 1] += -m * a
            if j > 0:
                q[j - 1] += j * a
                q[j] += j * a
        p = q
    return mpmath.exp(-k * w) * sum(a * w ** j for j, a in enumerate(p)) / (1 + w) ** (2 * k - 1)


def bessel(n):
    return lambda x, k: sum((-1) ** i * mpmath.binomial(k, i) * mpmath.besselj(n - k + 2 * i, x) for i in range(k + 1)) / mpf(2) ** k


def spherical(n):
    # j_n' = (n j_(n-1) - (n+1) j_(n+1))/(2n+1), DLMF 10.51.2
    def of(m, x, k):
        if k > 0:
            return mpmath.pi * ((m * of(m - 1, x, k - 1) if m > 0 else 0) - (m + 1) * of(m + 1, x, k - 1)) / (2 * m + 1)
        z = mpmath.pi * x
        if z == 0:
            return mpf(1 if m == 0 else 0)
        return mpmath.sign(z) ** m * mpmath.sqrt(mpmath.pi / (2 * abs(z))) * mpmath.besselj(m + mpf(1) / 2, abs(z))
    return lambda x, k: of(n, x, k)


ordered = {'gaussian': lambda x, k: hermite(k, x), 'gelu': gelu, 'scaledNormalCdf': scaled_normal, 'scaledNormalPdf': lambda x, k: scaled_normal(x, k + 1)}
for n in [1, 2, 3, 5]:
    ordered[f'gaussianDerivative {n}'] = lambda x, k, n=n: hermite(n + k, x)
for n in [1, 2, 3, 5]:
    ordered[f'scaledNormalPdfDerivative {n}'] = lambda x, k, n=n: scaled_normal(x, n + 1 + k)
for n in [1, 2, 3]:
    ordered[f'lambertWDerivative {n}'] = lambda x, k, n=n: lambert(x, n + k)
for n in [1, 2, 5, 12]:
    ordered[f'polygamma {n}'] = lambda x, k, n=n: mpmath.psi(n + k, x)
for n in [-3, 2, 5]:
    ordered[f'besselJ {n}'] = bessel(n)
for n in [1, 2, 4]:
    ordered[f'sphericalJ {n}'] = spherical(n)


def beta(x, y):
    # B times the complete Bell polynomial of the partial derivatives of its logarithm, as a series
    def logarithm(i, j):
        n = i + j
        joint = mpmath.psi(n - 1, x + y)
        return (mpmath.psi(n - 1, x) if j == 0 else 0) + (mpmath.psi(n - 1, y) if i == 0 else 0) - joint
    s = Series({(i, n - i): logarithm(i, n - i) / (mpmath.factorial(i) * mpmath.factorial(n - i)) for n in range(1, TOP + 1) for i in range(n + 1)})
    return exp(s) * (mpmath.gamma(x) * mpmath.gamma(y) / mpmath.gamma(x + y))


whole2 = {'beta': beta}


# computing -------------------------------------------------------------------------------------

def agreed(compute, digits=1400, most=40000):
    before = None
    while digits <= most:
        mp.dps = digits
        now = compute()
        if before is not None and all(abs(a - b) <= max(abs(b) * mpf(10) ** -40, mpf(10) ** -600) for a, b in zip(before, now)):
            return now
        before, digits = now, digits * 3
    raise ValueError('no agreement')


def double(value):
    """The nearest double; subnormals rounded once."""
    value = mpmath.re(value)
    if value == 0 or mpmath.isinf(value):
        return float(value)
    if abs(value) < mpf(2) ** -1022:
        return math.ldexp(float(mpmath.nint(mpmath.ldexp(value, 1074))), -1074)
    if abs(value) >= mpf(2) ** 1024 * (1 - mpf(2) ** -54):
        return math.inf if value > 0 else -math.inf
    return float(value)


def rough(value):
    # Half a last place of x; to two digits, and nothing where the value is beyond all numbers.
    value = double(abs(value) * mpf(2) ** -53)
    return value if not math.isfinite(value) else float('%.1e' % value)


def coefficient(s, i, j):
    return mpmath.re(s.c.get((i, j), mpf(0))) * mpmath.factorial(i) * mpmath.factorial(j)


def difference(f, x, y, i, j, h, k):
    total = mpf(0)
    for a in range(i + 1):
        for b in range(j + 1):
            total += (-1) ** (a + b) * mpmath.binomial(i, a) * mpmath.binomial(j, b) * mpmath.re(f(x + (mpf(i) / 2 - a) * h, y + (mpf(j) / 2 - b) * k))
    return total / (h ** i * k ** j)


def scale(x, singular):
    return min([mpf(1), abs(x) if x != 0 else mpf(1)] + [abs(x - s) for s in singular if x != s])


checked = [0]


def check(name, f, x, y, i, j, want, singular=(), digits=30):
    """Independent of the series: central differences. Not where the value itself has no closed form to differ."""
    before = mp.dps
    small = min(scale(mpf(x), singular), scale(mpf(y), ()) if y is not None else 1)
    depth = digits + int(-mpmath.log10(small))
    big = int(max(0, mpmath.log10(abs(mpf(x)) + 1), mpmath.log10(abs(mpf(y or 0)) + 1)))
    mp.dps = 120 + (900 if max(abs(x), abs(y or 0)) > 30 else 0) + (i + j + 2) * (depth + big) + big
    h = scale(mpf(x), singular) * mpf(10) ** -digits
    k = scale(mpf(y), ()) * mpf(10) ** -digits if y is not None else mpf(1)
    got = difference(f if y is not None else lambda a, _: f(a), mpf(x), mpf(y or 0), i, j, h, k)
    good = abs(got - want) <= max(abs(want) * mpf(10) ** -20, mpf(10) ** -400) or abs(want) < mpf(10) ** -600 and abs(got) * small ** (i + j) < mpf(10) ** -40
    mp.dps = before
    checked[0] += 1
    if not good:
        print('DISAGREE', name, x, y, (i, j), mpmath.nstr(got, 15), mpmath.nstr(want, 15))


def wide(x, *_):
    return abs(x) < 1e5


def unary_row(name, f, x, singular):
    d = agreed(lambda: (lambda s: [coefficient(s, k, 0) for k in range(TOP + 1)])(Series.of(f(Series({(0, 0): mpf(x), (1, 0): mpf(1)})))))
    if x != 0 and wide(x):
        for k in range(1, 5):
            check(name, f, x, None, k, 0, d[k], singular)
    return [x] + [double(v) for v in d[:5]] + [rough(mpf(x) * d[k + 1]) for k in range(5)]


def ordered_row(name, f, x):
    d = agreed(lambda: [mpmath.re(f(mpf(x), k)) for k in range(TOP + 1)], 120)
    if 1e-9 < abs(x) < 30:
        for k in range(1, 5):
            check(name, lambda a: f(a, 0), x, None, k, 0, d[k], [-1 / mpmath.e, -1, -2, -3] if 'W' in name or 'poly' in name else [])
    return [x] + [double(v) for v in d[:5]] + [rough(mpf(x) * d[k + 1]) for k in range(5)]


def binary_row(name, f, x, y):
    def compute():
        s = Series.of(f(Series({(0, 0): mpf(x), (1, 0): mpf(1)}), Series({(0, 0): mpf(y), (0, 1): mpf(1)})))
        return [coefficient(s, i, n - i) for n in range(TOP + 1) for i in range(n, -1, -1)]
    return two(name, x, y, agreed(compute), f if wide(x) and wide(y) and x != 0 and y != 0 else None)


def whole_row(name, f, x, y):
    compute = lambda: (lambda s: [coefficient(s, i, n - i) for n in range(TOP + 1) for i in range(n, -1, -1)])(f(mpf(x), mpf(y)))
    return two(name, x, y, agreed(compute, 150), (lambda a, b: f(a, b).head()) if 1e-9 < min(x, y) and max(x, y) < 30 else None)


def two(name, x, y, d, f):
    order = [(i, n - i) for n in range(TOP + 1) for i in range(n, -1, -1)]
    at = dict(zip(order, d))
    if f is not None:
        for i, j in partials:
            if i + j in (1, 2, 4):
                check(name, f, x, y, i, j, at[i, j])
    return [x, y] + [double(at[k]) for k in partials] + [rough(abs(mpf(x) * at[i + 1, j]) + abs(mpf(y) * at[i, j + 1])) for i, j in partials]


# points ----------------------------------------------------------------------------------------

both = lambda xs: xs + [-x for x in xs]
least, small, most = 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308
tiny = [least, 1e-310, small, 1e-300, 1e-160, 1e-20, 1e-8]
usual = [1e-4, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0, 1.1, 1.3, 2.0, 2.9, 4.3, 7.7, 15.2]
large = [33.3, 100.5, 1e5, 1e8, 1.5e16, 1e100, 1.3e154, 1e160, 1e300, most]
positive = tiny + usual + large
line = [0.0, -0.0] + both(positive)
near1 = [1 - 2 ** -53, 1 - 1e-12, 1 - 1e-8, 1 - 1e-4, 0.99]
above1 = [1 + 2 ** -52, 1 + 1e-12, 1 + 1e-8, 1.0001, 1.01]
exponents = [20.1, 30.7, 36.04, 36.8, 40.2, 88.8, 345.6, 354.9, 600.1, 708.3, 709.7]

points = {
    'neg': line, 'square': line,
    'reciprocal': both(positive), 'sqrt': positive, 'rsqrt': positive, 'cbrt': both(positive),
    'exp': [0.0] + both(tiny + usual + exponents) + [-744.3, -745.1, -800.0, 710.0, 1e300, -1e300],
    'expm1': [0.0] + both(tiny + usual + exponents) + [-744.3, 710.0, -1e300],
    'exp2': [0.0] + both(tiny + usual + [52.5, 300.3, 1000.1, 1021.7]) + [-1040.3, -1073.5, 1023.9, 1024.5, 1024.9, 1025.5, -1e300],
    'log': positive + near1 + above1, 'log2': positive + near1 + above1 + [2.0 ** -1074, 8.0, 2.0 ** 1000], 'log10': positive + near1 + above1 + [1000.0, 1e-5, 1e22],
    'log1p': [0.0] + both(tiny) + usual + large + [-0.001, -0.1, -0.3, -0.5, -0.7] + [-x for x in near1],
    'sigmoid': [0.0] + both(tiny + usual + exponents + [1.316957896924817, 2.2924316695611777]) + [-744.3, -800.0, 800.0, 1e300, -1e300],
    'softplus': [0.0] + both(tiny + usual + exponents + [1.316957896924817]) + [-744.3, -800.0, 800.0, 1e300, -1e300],
    'silu': [0.0] + both(tiny + usual + exponents[:-2]) + [-1.2784645427610738, -708.3, -745.1, 745.1, 1e300],
    'sin': line + [math.pi, math.pi / 2, 22.0, 355.0, 6381956970095103.0 * 2.0 ** 797], 'cos': line + [math.pi, math.pi / 2, 11.0, 1e22, 6381956970095103.0 * 2.0 ** 797],
    'tan': line + [math.pi, math.pi / 2, -math.pi / 2, math.pi / 4, 11.0, 1.57, 1.5707963, 1e22],
    'sechSquared': [0.0] + both(tiny + usual + [20.2, 177.7, 354.9, 372.1, 1e300]), 'oneLessSquare': [0.0] + both(tiny + usual + near1 + [1e100]),
    'asin': [0.0] + both(tiny + usual[:7] + near1), 'acos': [0.0] + both(tiny + usual[:7] + near1),
    'atan': line + [0.5773502691896257, 0.41421356237309503], 'asinh': line + [0.7071067811865476],
    'sinh': [0.0] + both(tiny + usual + exponents + [710.4]), 'cosh': [0.0] + both(tiny + usual + exponents + [710.4]),
    'tanh': [0.0] + both(tiny + usual + exponents + [0.6584789484624084, 1.1462158347805889, 18.5, 19.1, 372.5, 800.0, 1e300]),
    'acosh': above1 + usual[8:] + large, 'atanh': [0.0] + both(tiny + usual[:7] + near1),
    'gelu': [0.0] + both(tiny[3:] + usual + [37.5, 38.5]) + [-0.7517915246935645, 1e5, -1e5, 1e300],
    'gaussian': [0.0] + both(tiny[2:] + usual + [5.5, 9.9, 20.2, 26.5]) + [27.2, 1e5, 1e300],
}
bell = [0.0] + both([least, 1e-300, 1e-20, 1e-8, 0.01, 0.3, 0.5, 0.7071067811865476, 1.0, 1.2247448713915890, 1.7, 2.9, 5.5, 9.9, 20.2, 26.5]) + [1e5]
edge = [-0.36787944117144, -0.367879, -0.36, -0.3, -0.21, -0.19, -0.01, 1e-300, -1e-20, 1e-8, 0.1, 0.5, 1.0, 2.9, 3.1, 10.0, 1e5, 1e10, 1e50]
psi = [1e-60, 1e-20, 1e-8, 0.02, 0.4, 0.99, 1.0, 2.3, 5.5, 9.9, 11.2, 35.0, 1e4, 1e30, -1e-8, -0.3, -0.7, -1.49, -2.0001]
wave = [1e-60, 1e-8, 0.1, 1.0, 2.3, 3.1, 4.9, 5.1, 8.2, 12.5, 39.0, 100.5, -2.2, -17.3, 1e5]
turns = [0.0, 1e-60, 1e-8, 0.1, 0.49, 0.5, 1.0, 1.43, 2.0, 2.75, 7.3, -0.3, -31.25, 1000.125]
# On both sides of where it jumps, and where it is subnormal in spite of it.
far = both([least, 1e-300, 1e-20, 1e-8, 0.01, 0.3, 1.0, 1.2, 1.7, 1.8, 2.9, 5.5, 9.9, 20.2, 36.9, 37.01, 37.5, 38.5, 39.2, 39.7, 45.0]) + [0.0, 1e5, -1e5, 1e300]
for name in ordered:
    points.setdefault(name, far if 'scaledNormal' in name else bell if 'gauss' in name else edge if 'lambert' in name else psi if 'poly' in name else wave if 'besselJ' in name else turns)

mixed = [(1.3, 0.7), (0.3, 2.9), (7.7, 1.1), (0.01, 0.02), (100.5, 3.3), (1e-8, 1.0), (1.0, 1e-8), (1e-160, 1e-160), (1e160, 1e160), (1e160, 1e-160), (1e300, 1e-300), (1e-300, 1e300), (1e300, 1e300), (1e-300, 1e-300), (1e-310, 1e-310), (5e-324, 1.0), (most, most), (most, 2.0)]
signs = mixed + [(-x, y) for x, y in mixed[:7]] + [(x, -y) for x, y in mixed[:7]] + [(-x, -y) for x, y in mixed[3:5]]
# So near the origin that products of derivatives overflow before the derivatives do; and so far that the length does.
near0 = [(1e-160, 2e-160), (3e-120, 4e-120), (1e-80, -3e-80), (2e-100, 1e-101), (-1e-310, 3e-309), (5e80, 3e80), (1e308, -1.7e308)]
pairs = {
    'add': signs[:16], 'sub': signs[:16], 'mul': signs,
    'div': signs + [(1.0, 5e-324), (5e-324, 5e-324), (1e-310, 1e308), (0.0, 2.0), (1e-100, 1e-200), (3.0, 1e-70), (1.0, 1e155), (1e200, 1e155), (1e300, 1e160), (1e305, 1e153), (most, 1.5), (1.0, 2e-80)],
    'pow': [(1.3, 0.7), (0.3, 2.9), (7.7, -1.1), (2.0, 10.0), (2.0, 0.5), (9.0, -0.5), (1.0, 3.3), (1.0, 1e300), (1 + 2 ** -52, 1e15), (0.999, 5000.5), (1.0001, 1e6), (10.0, 300.0), (10.0, -300.0), (10.0, -310.0), (1e-300, 1.01), (1e300, 1.02), (1e-310, 0.5), (5e-324, 0.25), (1e-300, 1e-3), (most, 0.1), (1e300, 1e-300), (3.0, 1e-300), (4.0, 1.0), (4.0, 2.0), (4.0, 3.0), (0.25, 4.0), (3.3, 2.5), (1e-5, 60.0), (1e-5, 3.0), (0.5, 1070.5), (2.0, 1023.9)],
    'direction': signs + [(3.0, 4.0), (1.0, 1e9), (1e9, 1.0), (0.0, 3.0), (3.0, 0.0)] + near0,
    'hypot': signs + [(3.0, 4.0), (1.0, 1e5), (1e5, 1.0), (1.0, 1e9), (2.2250738585072014e-308, 1e-308), (1e-310, 3.0), (0.0, 3.0), (3.0, 0.0)] + near0,
    'inversion': [p for p in signs if p[0] != p[1] or p[0] > 1e-100] + [(3.0, 4.0), (1.0, 1e9), (1e9, 1.0), (0.0, 3.0), (3.0, 0.0), (2.0, -2.0)] + near0,
    'atan2': signs + [(0.0, 3.0), (3.0, 0.0), (1.0, 1e5), (1e5, 1.0), (1.0, -1e9), (1e-310, -3.0), (2.0, 2.0), (1.0, 1.7320508075688772)] + near0,
    'logaddexp': [(0.0, 0.0), (1.3, 0.7), (-0.3, 2.9), (7.7, 7.7), (7.7, 1.1), (-3.0, -40.2), (-40.2, -3.0), (1000.0, 1000.0), (1000.0, 1001.3), (-1000.0, -1000.5), (1e-300, 1.0), (1e-20, -1e-20), (0.5, -0.2), (36.0, 0.1), (0.1, 36.0), (700.1, 0.0), (0.0, 700.1), (0.0, -745.1), (1e5, 0.0), (1e300, 1.0), (-1e300, -1e299)],
    'xlogy': [(x, abs(y)) for x, y in signs[:22]] + [(2.0, 1.0), (2.0, 1 + 1e-8), (1e300, 1 - 2 ** -53), (1e-300, 5e-324), (3.0, 1e-100)],
    'beta': [(1e-8, 1e-8), (0.001, 50.0), (50.0, 0.001), (0.3, 0.4), (1.0, 1.0), (2.5, 1.5), (7.0, 0.02), (20.0, 33.0), (85.0, 85.5), (170.0, 1e-5), (200.0, 3.3), (300.0, 9.9), (300.0, 10.1), (400.0, 500.0), (1e5, 0.7), (1e-20, 3.0)],
}


# piecewise functions: nothing to compute ---------------------------------------------------------

def flat(value):
    return lambda x: [x, value(x), 0.0, 0.0, 0.0, 0.0] + [0.0] * 5


steps = [x for x in line if x != 0] + both([0.25, 2.5, 3.5, 0.49999999999999994, 4503599627370495.5, 4503599627370497.0])
whole = lambda f: lambda x: x if abs(x) >= 2 ** 53 else math.copysign(float(abs(f(x))), x) if f(x) == 0 else float(f(x))
piecewise = {
    'sign': flat(lambda x: math.copysign(1.0, x)), 'floor': flat(whole(math.floor)), 'ceil': flat(whole(math.ceil)), 'round': flat(whole(round)),
    'abs': lambda x: [x, abs(x), math.copysign(1.0, x), 0.0, 0.0, 0.0] + [0.0] * 5,
    'relu': lambda x: [x, max(x, 0.0), 1.0 if x > 0 else 0.0, 0.0, 0.0, 0.0] + [0.0] * 5,
}
choice = {'max': lambda x, y: x > y, 'min': lambda x, y: x < y}


def chosen(first, x, y):
    d = {(0, 0): x if first else y, (1, 0): 1.0 if first else 0.0, (0, 1): 0.0 if first else 1.0}
    return [x, y] + [d.get(k, 0.0) for k in partials] + [0.0] * len(partials)


def table(name):
    if name in unary:
        singular = {'log1p': [-1], 'acosh': [1, -1], 'asin': [1, -1], 'acos': [1, -1], 'atanh': [1, -1]}.get(name, [])
        return [unary_row(name, unary[name], x, [mpf(s) for s in singular]) for x in points[name]]
    if name in ordered:
        return [ordered_row(name, ordered[name], x) for x in points[name]]
    if name in binary:
        return [binary_row(name, binary[name], x, y) for x, y in pairs[name]]
    if name in whole2:
        return [whole_row(name, whole2[name], x, y) for x, y in pairs[name]]
    if name in piecewise:
        return [piecewise[name](x) for x in steps]
    return [chosen(choice[name](x, y), x, y) for x, y in signs if x != y]


def write(value):
    if math.isinf(value):
        return '"Infinity"' if value > 0 else '"-Infinity"'
    text = repr(value)
    if text.endswith('.0') and text != '-0.0':
        text = text[:-2]
    return text.replace('e+', 'e')


if __name__ == '__main__':
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'elementwise.json')
    names = sys.argv[1:] or sorted({*unary, *ordered, *binary, *whole2, *piecewise, *choice})
    tables = json.load(open(path)) if sys.argv[1:] and os.path.exists(path) else {}
    for name in names:
        tables[name] = [[float(v) if not isinstance(v, str) else float(v.replace('Infinity', 'inf')) for v in row] for row in table(name)]
        print(name, len(tables[name]), checked[0], flush=True)
    tables = {name: [[float(v) if not isinstance(v, str) else float(v.replace('Infinity', 'inf')) for v in row] for row in rows] for name, rows in tables.items()}
    with open(path, 'w') as out:
        out.write('{\n' + ',\n'.join(f'"{name}": [\n' + ',\n'.join('[' + ','.join(map(write, row)) + ']' for row in rows) + '\n]' for name, rows in sorted(tables.items())) + '\n}\n')
    print(sum(map(len, tables.values())), 'rows,', checked[0], 'checks,', os.path.getsize(path), 'bytes')
