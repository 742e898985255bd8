// How far the mesh model agrees with istiod's own code, over generated configurations:
// node --import tsx test/conformance/mesh/agreement.ts [--kind ingress|mesh|gateway-api] [--runs N] [--seed S] [--batch B] [--stop N] [--whole]
// It stops at the first N differences and makes the configuration of each as small as it can; with --whole it leaves them as they are.
import { parseArgs } from 'node:util';
import type { Case } from './case.ts';
import { generateGatewayApi } from './generate-gateway-api.ts';
import { generateIngress } from './generate-ingress.ts';
import { generateMesh } from './generate-mesh.ts';
import { type Judged, judge } from './judge.ts';
import { shrink } from './shrink.ts';

const generators: Readonly<Record<string, (seed: number, tag: string) => Case>> = {
  ingress: generateIngress,
  mesh: generateMesh,
  'gateway-api': generateGatewayApi,
};

const { values } = parseArgs({
  options: {
    kind: { type: 'string', default: 'ingress' },
    runs: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    batch: { type: 'string', default: '25' },
    stop: { type: 'string', default: '1' },
    whole: { type: 'boolean', default: false },
  },
});

const generate = generators[values.kind];
if (!generate) throw new Error(`--kind must be one of ${Object.keys(generators).join(', ')}`);
const runs = Number(values.runs);
const first = Number(values.seed);
const counts = { agree: 0, differ: 0, unjudged: 0 };
const reasons = new Map<string, number>();
const kinds = new Map<string, number>();
const differing: { seed: number; judged: Judged }[] = [];

for (let done = 0; done < runs && differing.length < Number(values.stop); done += Number(values.batch)) {
  const seeds = Array.from({ length: Math.min(Number(values.batch), runs - done) }, (_, index) => first + done + index);
  const cases = seeds.map((seed) => generate(seed, `t${seed}`));
  const judged = await judge(cases);
  for (const one of judged) {
    counts[one.judgement.kind] += 1;
    if (one.judgement.kind === 'unjudged') reasons.set(one.judgement.because, (reasons.get(one.judgement.because) ?? 0) + 1);
    if (one.judgement.kind === 'agree') kinds.set(one.judgement.what, (kinds.get(one.judgement.what) ?? 0) + 1);
    if (one.judgement.kind === 'differ') differing.push({ seed: Number(one.one.tag.slice(1)), judged: one });
  }
}

for (const { seed, judged } of differing.slice(0, Number(values.stop))) {
  const small = values.whole ? judged : await shrink(judged);
  console.log(`--- seed ${seed} differs`);
  console.log(JSON.stringify(small.probe));
  if (small.one.meshConfig) console.log(JSON.stringify(small.one.meshConfig));
  for (const object of values.whole ? [] : small.one.objects) console.log(JSON.stringify(object));
  if (small.judgement.kind === 'differ') {
    console.log(`model:     ${JSON.stringify(small.judgement.model)}`);
    console.log(`simulator: ${JSON.stringify(small.judgement.simulator)}`);
  }
}
const total = counts.agree + counts.differ;
const percent = Math.floor((counts.agree / Math.max(total, 1)) * 100000) / 1000;
console.log(
  `${values.kind}: ${counts.agree} of ${total} answers agree (${percent} %), ${counts.unjudged} not judged, seeds ${first} to ${first + runs - 1}`,
);
for (const [because, count] of [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 5)) console.log(`  not judged ${count}: ${because}`);
console.log(
  `  ${[...kinds]
    .sort((a, b) => b[1] - a[1])
    .map(([what, count]) => `${what}: ${count}`)
    .join(', ')}`,
);
if (counts.differ > 0) process.exitCode = 1;
