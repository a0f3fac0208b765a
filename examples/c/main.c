/*
 * A spring that measures its own stiffness: gradient descent on a loss whose value and slope are the function
 * that examples/embedded.ts wrote. Nothing here allocates memory.
 */
#include <math.h>
#include <stdio.h>

#include "spring.h"

int main(void) {
  static spring_workspace workspace;
  double forces[SPRING_FORCES_SIZE];
  double measured[SPRING_MEASURED_SIZE];
  double position = 1.0, speed = 0.0, stiffness = 1.0, loss, slope;

  /* What the sensors say: here a spring of stiffness 4. */
  for (int k = 0; k < SPRING_FORCES_SIZE; k++) {
    forces[k] = k % 8 < 4 ? 1.0 : -0.5;
    speed += 0.1 * (forces[k] - 4.0 * position);
    position += 0.1 * speed;
    measured[k] = position;
  }

  spring(&stiffness, forces, measured, &loss, &slope, &workspace);
  printf("in C: loss %.17g, slope %.17g at %.17g\n", loss, slope, stiffness);
  for (int step = 0; step < 200; step++) {
    spring(&stiffness, forces, measured, &loss, &slope, &workspace);
    stiffness -= 2.0 * slope;
  }
  printf("in C: stiffness %.6f after 200 steps\n", stiffness);
  return fabs(stiffness - 4.0) < 1e-3 ? 0 : 1;
}
