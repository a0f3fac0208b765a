/**
 * Factorisations of one row-major matrix in C, as `src/array/factor.ts` has them, with the same bits. Room to work in is
 * given by the caller.
 */
import type { Functions } from './bits.ts'

const triangular: Functions = {
  w_cholesky: `/* The lower L with L L' = (A + A') / 2; its triangle is NaN where that is not positive definite. */
static void w_cholesky(const double *a, double *l, int32_t n) {
  for (int32_t i = 0; i < n * n; i++) l[i] = 0.0;
  for (int32_t j = 0; j < n; j++) {
    double pivot = 0.5 * a[j * n + j] + 0.5 * a[j * n + j];
    for (int32_t k = 0; k < j; k++) pivot -= l[j * n + k] * l[j * n + k];
    if (!(pivot > 0)) {
      for (int32_t i = 0; i < n; i++)
        for (int32_t k = 0; k <= i; k++) l[i * n + k] = NAN;
      return;
    }
    const double root = sqrt(pivot);
    l[j * n + j] = root;
    for (int32_t i = j + 1; i < n; i++) {
      double sum = 0.5 * a[i * n + j] + 0.5 * a[j * n + i];
      for (int32_t k = 0; k < j; k++) sum -= l[i * n + k] * l[j * n + k];
      l[i * n + j] = sum / root;
    }
  }
}`,
  w_lowerInto: `static void w_lowerInto(const double *a, double *x, int32_t n, int32_t k, int unit) {
  for (int32_t i = 0; i < n; i++)
    for (int32_t c = 0; c < k; c++) {
      double sum = x[i * k + c];
      for (int32_t j = 0; j < i; j++) sum -= a[i * n + j] * x[j * k + c];
      x[i * k + c] = unit ? sum : sum / a[i * n + i];
    }
}`,
  w_upperInto: `static void w_upperInto(const double *a, double *x, int32_t n, int32_t k) {
  for (int32_t i = n - 1; i >= 0; i--)
    for (int32_t c = 0; c < k; c++) {
      double sum = x[i * k + c];
      for (int32_t j = i + 1; j < n; j++) sum -= a[i * n + j] * x[j * k + c];
      x[i * k + c] = sum / a[i * n + i];
    }
}`,
  w_lowerSolve: `static void w_lowerSolve(const double *a, const double *b, double *x, int32_t n, int32_t k) {
  for (int32_t i = 0; i < n * k; i++) x[i] = b[i];
  w_lowerInto(a, x, n, k, 0);
}`,
  w_upperSolve: `static void w_upperSolve(const double *a, const double *b, double *x, int32_t n, int32_t k) {
  for (int32_t i = 0; i < n * k; i++) x[i] = b[i];
  w_upperInto(a, x, n, k);
}`,
}

const pivoted: Functions = {
  w_triangles: `/* Elimination with partial pivoting: U, and L below the diagonal; answers with the sign of the permutation. */
static double w_triangles(const double *a, double *u, int32_t *order, int32_t n) {
  double sign = 1.0;
  for (int32_t i = 0; i < n * n; i++) u[i] = a[i];
  for (int32_t i = 0; i < n; i++) order[i] = i;
  for (int32_t j = 0; j < n; j++) {
    int32_t best = j;
    for (int32_t i = j + 1; i < n; i++)
      if (fabs(u[i * n + j]) > fabs(u[best * n + j])) best = i;
    if (best != j) {
      const int32_t moved = order[j];
      order[j] = order[best];
      order[best] = moved;
      sign = -sign;
      for (int32_t c = 0; c < n; c++) {
        const double held = u[j * n + c];
        u[j * n + c] = u[best * n + c];
        u[best * n + c] = held;
      }
    }
    const double pivot = u[j * n + j];
    if (pivot == 0) continue;
    for (int32_t i = j + 1; i < n; i++) {
      const double factor = u[i * n + j] / pivot;
      u[i * n + j] = factor;
      for (int32_t c = j + 1; c < n; c++) u[i * n + c] = u[i * n + c] - factor * u[j * n + c];
    }
  }
  return sign;
}`,
  w_solve: `static void w_solve(const double *a, const double *b, double *x, int32_t n, int32_t k, double *u, int32_t *order) {
  w_triangles(a, u, order, n);
  for (int32_t i = 0; i < n; i++)
    for (int32_t c = 0; c < k; c++) x[i * k + c] = b[order[i] * k + c];
  w_lowerInto(u, x, n, k, 1);
  w_upperInto(u, x, n, k);
}`,
  w_lu: `static void w_lu(const double *a, int32_t *order, double *l, double *u, int32_t n) {
  w_triangles(a, u, order, n);
  for (int32_t i = 0; i < n; i++)
    for (int32_t j = 0; j < n; j++) {
      l[i * n + j] = i == j ? 1.0 : i > j ? u[i * n + j] : 0.0;
      if (i > j) u[i * n + j] = 0.0;
    }
}`,
  w_det: `static void w_det(const double *a, double *out, int32_t n, double *u, int32_t *order) {
  double product = w_triangles(a, u, order, n);
  for (int32_t i = 0; i < n; i++) product *= u[i * n + i];
  *out = product;
}`,
  w_slogdet: `static void w_slogdet(const double *a, double *sign, double *size, int32_t n, double *u, int32_t *order) {
  double positive = w_triangles(a, u, order, n);
  double total = 0.0;
  for (int32_t i = 0; i < n; i++) {
    const double pivot = u[i * n + i];
    total += w_log(fabs(pivot));
    positive *= pivot > 0 ? 1.0 : pivot < 0 ? -1.0 : pivot;
  }
  *sign = positive + 0.0;
  *size = total;
}`,
  w_cofactor: `/* det(A) times the transposed inverse of A, without division by det(A). */
static void w_cofactor(const double *a, double *out, int32_t n, double *room, int32_t *order) {
  double *u = room;
  double *adjugate = room + n * n;
  double *rows = room + 2 * n * n;
  double *upper = room + 3 * n * n;
  const double sign = w_triangles(a, u, order, n);
  double minor = 1.0;
  for (int32_t i = 0; i < n * n; i++) adjugate[i] = 0.0;
  for (int32_t k = 0; k < n; k++) {
    const double d = u[k * n + k];
    for (int32_t i = 0; i < k; i++) {
      double sum = 0.0;
      for (int32_t j = i; j < k; j++) {
        sum -= adjugate[i * n + j] * u[j * n + k];
        adjugate[i * n + j] = d * adjugate[i * n + j];
      }
      adjugate[i * n + k] = sum;
    }
    adjugate[k * n + k] = minor;
    minor *= d;
  }
  for (int32_t i = 0; i < n; i++)
    for (int32_t j = 0; j < n; j++) {
      rows[i * n + j] = adjugate[j * n + i];
      upper[i * n + j] = i == j ? 1.0 : u[j * n + i];
    }
  w_upperInto(upper, rows, n, n);
  for (int32_t i = 0; i < n; i++)
    for (int32_t j = 0; j < n; j++) out[order[i] * n + j] = sign * rows[i * n + j];
}`,
}

const minors: Functions = {
  w_balance: `/* X, d and Y with X A Y = diag(d) and det X det Y = 1, by elimination with complete pivoting. */
static void w_balance(const double *a, double *left, double *d, double *right, int32_t n, double *x, int32_t *rows) {
  int32_t *columns = rows + n;
  double sign = 1.0;
  for (int32_t i = 0; i < n * n; i++) {
    x[i] = a[i];
    left[i] = 0.0;
    right[i] = 0.0;
  }
  for (int32_t i = 0; i < n; i++) rows[i] = columns[i] = i;
  for (int32_t k = 0; k < n; k++) {
    double best = fabs(x[k * n + k]);
    int32_t row = k, column = k;
    for (int32_t i = k; i < n; i++)
      for (int32_t j = k; j < n; j++)
        if (fabs(x[i * n + j]) > best) {
          best = fabs(x[i * n + j]);
          row = i;
          column = j;
        }
    if (row != k) {
      const int32_t moved = rows[row];
      rows[row] = rows[k];
      rows[k] = moved;
      sign = -sign;
      for (int32_t j = 0; j < n; j++) {
        const double held = x[row * n + j];
        x[row * n + j] = x[k * n + j];
        x[k * n + j] = held;
      }
    }
    if (column != k) {
      const int32_t moved = columns[column];
      columns[column] = columns[k];
      columns[k] = moved;
      sign = -sign;
      for (int32_t i = 0; i < n; i++) {
        const double held = x[i * n + column];
        x[i * n + column] = x[i * n + k];
        x[i * n + k] = held;
      }
    }
    if (best == 0) break;
    const double pivot = x[k * n + k];
    for (int32_t i = k + 1; i < n; i++) {
      const double factor = x[i * n + k] / pivot;
      x[i * n + k] = factor;
      for (int32_t j = k + 1; j < n; j++) x[i * n + j] = x[i * n + j] - factor * x[k * n + j];
    }
    for (int32_t j = k + 1; j < n; j++) x[k * n + j] = x[k * n + j] / pivot;
  }
  for (int32_t i = 0; i < n; i++) {
    d[i] = x[i * n + i];
    left[i * n + rows[i]] = 1.0;
    for (int32_t k = 0; k < i; k++)
      for (int32_t j = 0; j < n; j++) left[i * n + j] = left[i * n + j] - x[i * n + k] * left[k * n + j];
  }
  for (int32_t i = 0; i < n; i++) {
    const int32_t row = columns[i];
    right[row * n + i] = 1.0;
    for (int32_t k = i; k < n; k++)
      for (int32_t j = k + 1; j < n; j++) right[row * n + j] = right[row * n + j] - right[row * n + k] * x[k * n + j];
  }
  for (int32_t j = 0; j < n; j++) left[j] = sign * left[j];
  if (n > 0) d[0] = sign * d[0];
}`,
  w_minors: `/* The derivative of the cofactors of diag(d) along e. */
static void w_minors(const double *d, const double *e, double *out, int32_t n, double *rest) {
  double before = 1.0;
  rest[n] = 1.0;
  for (int32_t i = n - 1; i >= 0; i--) rest[i] = d[i] * rest[i + 1];
  for (int32_t i = 0; i < n * n; i++) out[i] = 0.0;
  for (int32_t i = 0; i < n; i++) {
    double between = before;
    for (int32_t j = i + 1; j < n; j++) {
      const double factor = between * rest[j + 1];
      out[i * n + i] += factor * e[j * n + j];
      out[j * n + j] += factor * e[i * n + i];
      out[i * n + j] = -factor * e[j * n + i];
      out[j * n + i] = -factor * e[i * n + j];
      between *= d[j];
    }
    before *= d[i];
  }
}`,
}

const orthogonal: Functions = {
  w_reflect: `/* 1 - 2 v v' / v' v on the rows from j on; v has the place of column j, from row j on. */
static void w_reflect(double *x, const double *v, int32_t j, int32_t m, int32_t n) {
  double square = 0.0;
  for (int32_t i = j; i < m; i++) square += v[i * n + j] * v[i * n + j];
  for (int32_t c = 0; c < n; c++) {
    double dot = 0.0;
    for (int32_t i = j; i < m; i++) dot += v[i * n + j] * x[i * n + c];
    const double factor = 2.0 * dot / square;
    for (int32_t i = j; i < m; i++) x[i * n + c] = x[i * n + c] - factor * v[i * n + j];
  }
}`,
  w_qr: `/* A = Q R by Householder's reflections, the diagonal of R not below 0. */
static void w_qr(const double *a, double *q, double *r, int32_t m, int32_t n, double *room) {
  double *x = room;
  double *v = room + m * n;
  double *largest = room + 2 * m * n;
  for (int32_t i = 0; i < m * n; i++) {
    x[i] = a[i];
    q[i] = 0.0;
  }
  for (int32_t j = 0; j < n; j++) {
    double scale = 0.0;
    for (int32_t i = j; i < m; i++) scale = w_max(scale, fabs(x[i * n + j]));
    largest[j] = scale;
    if (scale == 0) continue;
    double square = 0.0;
    for (int32_t i = j; i < m; i++) {
      v[i * n + j] = x[i * n + j] / scale;
      square += v[i * n + j] * v[i * n + j];
    }
    v[j * n + j] += (v[j * n + j] < 0 ? -1.0 : 1.0) * sqrt(square);
    w_reflect(x, v, j, m, n);
  }
  for (int32_t j = 0; j < n; j++) q[j * n + j] = 1.0;
  for (int32_t j = n - 1; j >= 0; j--)
    if (largest[j] != 0) w_reflect(q, v, j, m, n);
  for (int32_t i = 0; i < n; i++) {
    const double sign = x[i * n + i] < 0 ? -1.0 : 1.0;
    for (int32_t j = 0; j < n; j++) r[i * n + j] = j < i ? 0.0 : sign * x[i * n + j] + 0.0;
    for (int32_t k = 0; k < m; k++) q[k * n + i] = sign * q[k * n + i] + 0.0;
  }
}`,
}

export const factors: Functions = { ...triangular, ...pivoted, ...minors, ...orthogonal }
