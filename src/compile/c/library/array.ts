/**
 * Operations on whole arrays in C that the loop language does not express.
 */
import type { Functions } from './bits.ts'

/** Whether a number is NaN; a whole one never is, and compilers warn where one asks. */
const isNaN = (type: string, x: string): string => (type === 'double' ? `${x} != ${x}` : '0')

const sorting = (name: string, type: string): string => `static int ${name}Before(const ${type} *x, int32_t i, int32_t j, int descending) {
  const ${type} a = descending ? x[j] : x[i];
  const ${type} b = descending ? x[i] : x[j];
  const int last = ${isNaN(type, 'a')};
  const int other = ${isNaN(type, 'b')};
  const int order = last || other ? last - other : a < b ? -1 : a > b;
  return order != 0 ? order < 0 : i < j;
}

/* The order of the entries of each row, NaN last; equal entries stay as they are. A heap. */
static void ${name}(const ${type} *rows, int32_t *order, int32_t size, int32_t count, int descending) {
  for (int32_t from = 0; from < size; from += count) {
    const ${type} *x = rows + from;
    int32_t *at = order + from;
    for (int32_t i = 0; i < count; i++) at[i] = i;
    for (int32_t start = count / 2 - 1, end = count; end > 1;) {
      int32_t root;
      if (start >= 0) root = start--;
      else {
        const int32_t last = at[--end];
        at[end] = at[0];
        at[0] = last;
        root = 0;
      }
      for (int32_t child = 2 * root + 1; child < end; child = 2 * root + 1) {
        if (child + 1 < end && ${name}Before(x, at[child], at[child + 1], descending)) child++;
        if (!${name}Before(x, at[root], at[child], descending)) break;
        const int32_t held = at[root];
        at[root] = at[child];
        at[child] = held;
        root = child;
      }
    }
  }
}`

export const arrays: Functions = {
  w_argsort: sorting('w_argsort', 'double'),
  w_argsortWhole: sorting('w_argsortWhole', 'int32_t'),
}
