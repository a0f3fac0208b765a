"""
Writes special.json: values and derivatives of the special functions, computed with arbitrary precision.

    pip install mpmath && python special.py

Each row: fn; n, the order of a family, or null; x, the arguments, exact as doubles; d, the value and
the derivatives of orders 1 to 4 (for two arguments: the value and the gradient); s, the scale
|d| + |x d'| by which a relative rounding of x moves each. Every number is computed twice, the second time
with three times the digits, and must agree to 40.
"""
import json
import math
import os

import mpmath
from mpmath import mp, mpf

ORDERS = 5


def agreed(compute, digits=60, most=8000):
    """A list of numbers that two precisions agree on to 40 digits."""
    before = None
    while digits <= most:
        mp.dps = digits
        now = compute()
        if before is not None and all(abs(a - b) <= abs(b) * mpf(10) ** -40 for a, b in zip(before, now)):
            return now
        before = now
        digits *= 3
    raise ValueError('no agreement')


def double(value):
    try:
        number = float(value)
    except OverflowError:
        number = math.inf if value > 0 else -math.inf
    return number if math.isfinite(number) else 'Infinity' if number > 0 else '-Infinity'


rows = []


def put(fn, n, xs, derivative, orders=ORDERS):
    for x in xs:
        d = agreed(lambda: [mpmath.re(derivative(mpf(x), k)) for k in range(orders + 1)])
        s = [abs(d[k]) + abs(mpf(x) * d[k + 1]) for k in range(orders)]
        rows.append({'fn': fn, 'n': n, 'x': [x], 'd': [double(v) for v in d[:orders]], 's': [double(v) for v in s]})


def bell(logarithmic, value, k):
    """The k-th derivative of f from those of log f."""
    d = [value]
    for i in range(k):
        d.append(sum(mpmath.binomial(i, j) * d[i - j] * logarithmic(j + 1) for j in range(i + 1)))
    return d[k]


def gauss(sign):
    # Hermite polynomials
    return lambda x, k: sign * 2 / mpmath.sqrt(mpmath.pi) * (-1) ** (k - 1) * mpmath.hermite(k - 1, x) * mpmath.exp(-x * x)


def lgamma(x, k):
    return mpmath.log(abs(mpmath.gamma(x))) if k == 0 and abs(x) < 1e6 else mpmath.re(mpmath.loggamma(x)) if k == 0 else mpmath.psi(k - 1, x)


def gamma(x, k):
    return bell(lambda j: mpmath.psi(j - 1, x), mpmath.gamma(x), k)


def bessel(n):
    def derivative(x, k):
        return sum((-1) ** i * mpmath.binomial(k, i) * mpmath.besselj(n - k + 2 * i, x) for i in range(k + 1)) / mpf(2) ** k
    return derivative


def sinc(x, k):
    if x == 0:
        return mpf(0) if k % 2 else (-1) ** (k // 2) * mpmath.pi ** k / (k + 1)
    # Leibniz; what cancels near 0 is met by more digits
    mp.dps += int(max(0, -mpmath.log10(abs(x)))) * (k + 2) + 20
    z = mpmath.pi * x
    trig = [mpmath.sinpi(x), mpmath.cospi(x), -mpmath.sinpi(x), -mpmath.cospi(x)]
    sine = lambda j: mpmath.pi ** j * trig[j % 4]
    value = sum(mpmath.binomial(k, i) * sine(k - i) * (-1) ** i * mpmath.factorial(i) / (mpmath.pi * x ** (i + 1)) for i in range(k + 1))
    return value


def lambertw(x, k):
    # Taylor coefficients of w at x from those of w e^w, independent of any closed form
    w = mpmath.re(mpmath.lambertw(x))
    if k == 0:
        return w
    a = [w]
    for order in range(1, k + 1):
        # Of order `order`, w e^w has the coefficient that it has without the unknown, plus the unknown times (1 + w)e^w; x + t has 1 or 0.
        c = a + [mpf(0)]
        e = [mpmath.exp(w)]
        for m in range(1, order + 1):
            e.append(sum(j * c[j] * e[m - j] for j in range(1, m + 1)) / m)
        known = sum(c[j] * e[order - j] for j in range(order + 1))
        a.append(((1 if order == 1 else 0) - known) / ((1 + w) * e[0]))
    return a[k] * mpmath.factorial(k)


tiny = [5e-324, 1e-310, 1e-300, 1e-100, 1e-20, 1e-8]
both = lambda xs: xs + [-x for x in xs]

put('erf', None, both(tiny + [0.03, 0.3, 0.84, 0.85, 1.2, 1.26, 2.5, 2.9, 4.4, 5.9, 6.1, 20.0, 26.4, 1e10, 1e300]), lambda x, k: mpmath.erf(x) if k == 0 else gauss(1)(x, k))
put('erfc', None, both(tiny + [0.03, 0.24, 0.26, 0.84, 0.85, 1.2, 1.26, 2.5, 2.9, 4.4, 5.9, 6.1, 20.0, 26.4]), lambda x, k: mpmath.erfc(x) if k == 0 else gauss(-1)(x, k))
poles = [-1e-300, -1e-8, -0.3, -0.99, -1.0000001, -1.7, -2.4999, -3.3, -7.9, -20.4, -100.6, -1000.3]
whole = [0.03, 0.2, 0.23, 0.24, 0.3, 0.5, 0.7, 0.74, 0.89, 0.91, 1.0, 1.1, 1.2316, 1.24, 1.4616, 1.7, 1.74, 1.99, 2.0, 2.01, 2.7, 3.0, 4.5, 7.9, 8.001, 8.1, 9.9, 10.1, 19.0, 33.3, 142.7]
put('lgamma', None, tiny + whole + poles + [1e5, 1e17, 1e100, 1e300], lgamma)
put('gamma', None, [1e-300, 1e-100, 1e-20, 1e-8] + whole + [170.6] + poles[:-1] + [-150.4, -168.9], gamma)
put('digamma', None, tiny[2:] + whole + poles + [1.4616321449683622, 1e5, 1e17, 1e100, 1e300], lambda x, k: mpmath.psi(k, x))
for n in [1, 2, 3, 7, 20]:
    put('polygamma', n, [1e-100, 1e-8, 0.02, 0.4, 0.99, 1.0, 2.3, 5.5, 9.9, 11.2, 35.0, 1e4, 1e30] + [-1e-8, -0.3, -0.7, -1.49, -2.0001, -8.2], lambda x, k: mpmath.psi(n + k, x), 3)
waves = both(tiny + [0.1, 0.9, 1.1, 1.9, 2.1, 2.404825557695773, 3.6, 3.8317059702075125, 3.9, 4.1, 5.520078110286311, 6.3, 7.015586669815619, 7.9, 8.1, 11.8, 14.9, 33.3]) + [150.5, 1234.5, 1e5, 1e8]
put('besselJ0', None, waves, bessel(0))
put('besselJ1', None, waves, bessel(1))
for n in [-3, 2, 3, 5, 11, 40]:
    put('besselJ', n, [1e-60, 1e-8, 0.1, 1.0, 2.3, 3.1, 4.9, 5.1, 8.2, 10.9, 12.5, 39.0, 41.0, 100.5, -2.2, -17.3, 1e5], bessel(n), 3)
put('sinc', None, [0.0] + both([1e-300, 1e-100, 1e-8, 0.001, 0.1, 0.25, 0.49, 0.5, 0.7, 1.0, 1.3, 1.5, 2.0, 2.75, 7.3, 31.25, 1000.125]) + [123456.75, 1e10], sinc)
put('lambertW', None, both(tiny) + [-0.36787944117144, -0.367879, -0.3675, -0.36, -0.3, -0.21, -0.19, -0.1, -0.01, 0.01, 0.1, 0.5, 1.0, 2.0, 2.9, 3.1, 10.0, 100.0, 1e5, 1e10, 1e50, 1e200, 1e300], lambertw)

# Where the value, or what its derivatives are made of, is subnormal or overflows
put('erfc', None, [26.55, 26.9, 27.2], lambda x, k: mpmath.erfc(x) if k == 0 else gauss(-1)(x, k), 1)
put('sinc', None, [5e-324, 1e-310], sinc, 1)
put('gamma', None, [1e-308, 171.6, 171.62, -171.5, -175.3, -178.2], gamma, 1)

pairs = [(1e-300, 2.0), (1e-8, 1e-8), (0.001, 50.0), (0.3, 0.4), (1.0, 1.0), (2.5, 1.5), (7.0, 0.02), (20.0, 33.0), (85.0, 85.5), (86.0, 85.5), (170.0, 1e-5), (200.0, 3.3), (300.0, 9.9), (300.0, 10.1), (400.0, 500.0), (1e5, 0.7), (1e10, 5.0), (1e20, 1e-20), (1e200, 0.5), (-0.3, 0.8), (-1.6, 5.2), (-7.3, -2.4), (-30.4, 12.1)]
for a, b in pairs:
    def compute():
        A, B = mpf(a), mpf(b)
        v = mpmath.gamma(A) * mpmath.gamma(B) / mpmath.gamma(A + B) if a < 1e6 else mpmath.exp(mpmath.loggamma(A) - mpmath.loggamma(A + B) + mpmath.loggamma(B))
        psi = lambda n, x: mpmath.psi(n, x)
        da, db = psi(0, A) - psi(0, A + B), psi(0, B) - psi(0, A + B)
        return [v, v * da, v * db, v * (da * da + psi(1, A) - psi(1, A + B)), v * (da * db - psi(1, A + B)), v * (db * db + psi(1, B) - psi(1, A + B))]
    # enough for a + b
    d = agreed(compute, 260)
    A, B = mpf(a), mpf(b)
    s = [abs(d[0]) + abs(A * d[1]) + abs(B * d[2]), abs(d[1]) + abs(A * d[3]) + abs(B * d[4]), abs(d[2]) + abs(A * d[4]) + abs(B * d[5])]
    rows.append({'fn': 'beta', 'n': None, 'x': [a, b], 'd': [double(v) for v in d[:3]], 's': [double(v) for v in s]})

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'special.json'), 'w') as out:
    out.write('[\n' + ',\n'.join(json.dumps(row, allow_nan=False) for row in rows) + '\n]\n')
print(len(rows), 'rows')
