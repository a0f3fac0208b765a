/**
 * A user's model of about two hundred lines, as people write them: a small recurrent classifier with
 * normalisation, dropout by a mask, a mixture of experts, regularisation and three optimisers.
 * It is compiled and timed, and it trains for a few steps.
 */
import { add, addScaled, concatenate, cond, div, dot, exp, flow, fori, grad, gt, inner, log, logsumexp, lt, matmul, max, mean, mul, neg, pipe, reshape, scan, sigmoid, softplus, sqrt, square, stack, stopGradient, sub, sum, tanh, tensor, transpose, tree, valueAndGrad, where, zerosLike, } from 'wengert';
// layers ---------------------------------------------------------------------------------
const dense = (layer) => (x) => add(matmul(x, layer.weights), layer.bias);
const normalise = (norm) => (x) => {
    const centred = sub(x, mean(x));
    const spread = sqrt(add(mean(square(centred)), 1e-6));
    return add(mul(div(centred, spread), norm.gain), norm.shift);
};
const relu = (x) => max(x, 0);
const leaky = (x) => where(gt(x, 0), x, mul(0.01, x));
const gelu = (x) => mul(x, sigmoid(mul(1.702, x)));
const swish = (x) => mul(x, sigmoid(x));
const softmax = (x) => exp(sub(x, logsumexp(x)));
const logSoftmax = (x) => sub(x, logsumexp(x));
const keep = (mask, x) => where(mask, mul(2, x), 0);
// the recurrent part ---------------------------------------------------------------------
const step = (cell) => (state, x) => {
    const update = sigmoid(dense(cell.update)(add(state, x)));
    const candidate = tanh(dense(cell.candidate)(mul(state, x)));
    return add(mul(sub(1, update), state), mul(update, candidate));
};
const unrolled = (cell, x, times) => Array.from({ length: times }).reduce((state) => step(cell)(state, x), x);
const settled = (cell, x) => fori(3, x, (state) => step(cell)(state, x));
const smoothed = (xs) => scan((average, x) => [add(mul(0.9, average), mul(0.1, x)), average], 0, xs);
// experts --------------------------------------------------------------------------------
const mixture = (p) => (x) => {
    const [first, second] = p.experts;
    const share = sigmoid(dot(p.gate, x));
    return add(mul(share, gelu(dense(first)(x))), mul(sub(1, share), leaky(dense(second)(x))));
};
const chosen = (p) => (x) => cond(gt(dot(p.gate, x), 0), (y) => relu(dense(p.experts[0])(y)), (y) => swish(dense(p.experts[1])(y)), x);
// the whole ------------------------------------------------------------------------------
const logits = (p, x) => {
    const hidden = pipe(x, dense(p.embed), normalise(p.norm), relu);
    const state = settled(p.cell, unrolled(p.cell, hidden, 2));
    const mixed = add(mixture(p)(state), chosen(p)(state));
    const kept = keep(lt(mixed, 4), mixed);
    return div(dense(p.output)(kept), softplus(p.temperature));
};
const crossEntropy = (p, x, label) => neg(dot(label, logSoftmax(logits(p, x))));
const focal = (p, x, label) => {
    const likely = dot(label, softmax(logits(p, x)));
    return mul(neg(log(likely)), square(sub(1, stopGradient(likely))));
};
const rows = (p, { inputs, labels }) => scan((total, { x, y }) => {
    const each = add(crossEntropy(p, x, y), mul(0.1, focal(p, x, y)));
    return [add(total, each), each];
}, 0, { x: inputs, y: labels });
const penalty = (p) => {
    const layers = [p.embed, p.cell.update, p.cell.candidate, p.output];
    const squares = layers.map(({ weights }) => sum(square(weights)));
    return add([...squares, inner(p.norm, p.norm), square(p.temperature)]);
};
export const loss = (p, batch) => {
    const [, losses] = rows(p, batch);
    const [recent] = smoothed(losses);
    return add(mean(losses), add(mul(1e-4, penalty(p)), mul(1e-6, recent)));
};
// diagnostics ----------------------------------------------------------------------------
export const temperatureSlope = flow((t) => softplus(t), (t) => div(1, t), log);
const gram = (m) => matmul(transpose(m), m);
const ones = tensor(new Float64Array(8).fill(1));
const column = (x) => reshape(x, [8, 1]);
const beside = (x, y) => stack([x, y]);
const both = (x, y) => concatenate([x, y]);
export const orthogonality = (p) => {
    const g = gram(p.cell.update.weights);
    const off = sub(g, matmul(column(p.gate), transpose(column(p.gate))));
    return add([sum(square(off)), sum(beside(p.gate, mul(p.gate, ones))), mean(both(p.gate, p.norm.gain))]);
};
export const descend = (rate) => (p, batch) => addScaled(p, -rate, grad(loss)(p, batch));
export const momentum = (rate) => ([p, velocity], batch) => {
    const next = addScaled(grad(loss)(p, batch), 0.9, velocity);
    return [addScaled(p, -rate, next), next];
};
const start = (p) => [p, zerosLike(p)];
export const train = (p, batches) => {
    const [last] = batches.reduce((state, batch) => momentum(0.05)(state, batch), start(p));
    const [first] = batches;
    const [value] = first === undefined ? [Number.NaN] : valueAndGrad(loss)(last, first);
    return [value, tree.map((leaf) => leaf, last)];
};
