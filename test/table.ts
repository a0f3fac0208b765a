/**
 * Rows of a table. Where only a list is asked for, the compiler takes the rows together into the type of one, for which it
 * compares each with every other; where a tuple would do too, they stay as they are.
 */
export type Table<Row> = readonly [] | ReadonlyArray<Row>
