/**
 * What the sparse derivatives infer: values where the arguments are values, an expression where one is
 * an expression, and programs of programs.
 */
import {
  add,
  array,
  type Expr,
  fn,
  type Matrix,
  mul,
  type Program,
  type Scalar,
  sparseHessian,
  sparseJacobian,
  type SparseMatrix,
  type SparseProgram,
  sparsity,
  type Sparsity,
  square,
  sum,
  type Tensor,
  tensor,
  toCsr,
  toDense,
  type Vector,
} from 'wengert'
import { exactly, type Fresh } from './exactly.ts'

declare const f: (x: Vector<3>, k: Scalar) => Vector<3>
declare const program: Program
declare const x: Vector<3>
const values = Float64Array.of(1, 2, 3)

exactly<SparseMatrix<Fresh>>()(sparseJacobian(f)(values, 2))
exactly<SparseMatrix<Expr<[number]>>>()(sparseJacobian(f)(x, 2))
exactly<SparseMatrix<Fresh>>()(sparseJacobian(f, { argnums: [0, 1], direction: 'reverse' })(values, 2))
exactly<SparseMatrix<Fresh>>()(sparseJacobian((a: Scalar) => square(a))(2))
exactly<SparseMatrix<Fresh>>()(
  sparseJacobian((p: { readonly a: Vector<2>; readonly b: Matrix<2, 2> }) => [sum(p.a), p.b])({
    a: Float64Array.of(1, 2),
    b: tensor([
      [1, 2],
      [3, 4],
    ]),
  }),
)
exactly<SparseMatrix<Fresh>>()(sparseHessian((a: Vector<3>) => sum(square(a)))(values))
exactly<SparseMatrix<Expr<[number]>>>()(sparseHessian((a: Vector<3>) => sum(square(a)))(x))
exactly<SparseProgram>()(sparseJacobian(program))
exactly<SparseProgram>()(sparseHessian(program, { ordering: 'natural' }))
exactly<Sparsity>()(sparsity(f)(values, 2))
exactly<Sparsity>()(sparsity(program))

// a declared function
const declared = fn([array([3])], (a) => mul(a, add(a, 1)))
exactly<SparseMatrix<Fresh>>()(sparseJacobian(declared)(values))
exactly<Sparsity>()(sparsity(declared)(values))

// what is made of a sparse matrix
exactly<Tensor<[number, number]>>()(toDense(sparseJacobian(f)(values, 2)))
exactly<Matrix>()(toDense(sparseJacobian(f)(x, 2)))
exactly<Fresh>()(toCsr(sparseJacobian(f)(values, 2)).values)

// @ts-expect-error: a vector has no Hessian
sparseHessian((a: Vector<3>) => square(a))
// @ts-expect-error: the argument is a vector of three
sparseJacobian(f)(tensor([1, 2]), 2)
// @ts-expect-error: there are two directions
sparseJacobian(f, { direction: 'sideways' })
// @ts-expect-error: a Hessian is taken forward over reverse
sparseHessian((a: Vector<3>) => sum(a), { direction: 'reverse' })
