/**
 * Nothing to carry: nothing is compiled.
 */
const absent = undefined

export {
  absent as body,
  absent as concatenate,
  absent as cond,
  absent as contract,
  absent as cumsum,
  absent as flip,
  absent as gather,
  absent as loop,
  absent as maxOver,
  absent as minOver,
  absent as overlapAdd,
  absent as pad,
  absent as scan,
  absent as scatterAdd,
  absent as windows,
}
