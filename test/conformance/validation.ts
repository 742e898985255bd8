// How far the rules about what upstream accepts agree with upstream: every fixture, and objects with fields made up by fast-check, are judged
// by a real API server and Istio's webhook, and by the rules.
// node --import tsx test/conformance/validation.ts [--kind NAME] [--count N] [--seed S] [--show N]
import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { startApiServer } from './judges/api-server.ts';
import { compare, type Judged } from './validation/compare.ts';
import { mutated } from './validation/mutate.ts';
import { askOurs } from './validation/ours.ts';
import { differences, table } from './validation/report.ts';
import { judgedKinds, seeds } from './validation/seeds.ts';
import { askUpstream } from './validation/upstream.ts';

const { values } = parseArgs({
  options: {
    kind: { type: 'string' },
    count: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    show: { type: 'string', default: '5' },
  },
});

const server = await startApiServer();
await server.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
const judged: Judged[] = [];
for (const kind of judgedKinds().filter((name) => values.kind === undefined || name === values.kind)) {
  const written = seeds(kind);
  const bases = written.filter(({ isClean }) => isClean).map(({ object }) => object);
  const made =
    bases.length === 0
      ? []
      : fc.sample(fc.constantFrom(...bases).chain(mutated), { numRuns: Number(values.count), seed: Number(values.seed) });
  const objects = [...written.map(({ object }) => object), ...made];
  const upstream = await askUpstream(server, objects);
  const ours = askOurs(objects);
  for (const [index, object] of objects.entries()) {
    const answer = upstream[index];
    if (answer !== undefined && answer.dependsOnCluster !== true) judged.push(compare(object, answer, ours[index] ?? []));
  }
}
server.stop();
const differing = differences(judged, Number(values.show));
console.log(differing);
console.log(table(judged));
if (differing !== '') process.exitCode = 1;
