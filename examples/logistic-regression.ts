/**
 * Logistic regression on penguins, from the tour: data, training, two pictures in examples/out.
 */
import { regression } from './tour/regression.ts'
import { present } from './tour/terminal.ts'

present(regression)
