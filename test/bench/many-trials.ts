/** An experiment of trials that take almost no time: what is left is the runner's. */
export function manyTrials(count: number): string {
  return JSON.stringify({
    name: 'many',
    data: {
      type: 'synthetic',
      rows: 60,
      components: [
        {type: 'sine', period: 12},
        {type: 'noise', deviation: 0.1},
      ],
    },
    window: 4,
    model: {layers: ['flatten', {type: 'dense', units: 1}]},
    training: {optimizer: {type: 'sgd', learningRate: '${rate}'}, epochs: 2},
    sweep: {parameters: {rate: {from: 0.0001, to: 0.1, points: count / 10, scale: 'log'}}, seeds: 10},
  });
}
