// What intents promise against what istiod makes of what they are rendered to: node --import tsx test/conformance/intents/agreement.ts [--runs N] [--seed S]
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { formatObject } from '../../../functions/krm/format-object.ts';
import { generatedItem } from '../../../functions/krm/generated-item.ts';
import type { Item } from '../../../functions/krm/item.ts';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { parseFile } from '../../../functions/krm/parse-file.ts';
import { render } from '../../../functions/render.ts';
import { startSimulator } from '../judges/istio-sim.ts';
import { type Generated, generated, type Request, requests } from './generate.ts';
import { promised } from './reference.ts';
import { simulated } from './simulated.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' } } });
const [runs, seed] = [Number(values.runs), Number(values.seed)];

const itemsOf = ({ intents }: Generated): readonly Item[] =>
  intents.flatMap(({ namespace, spec }) => {
    const object = {
      apiVersion: 'gatewayintent.dev/v1alpha1',
      kind: 'GatewayIntent',
      metadata: { name: 'intent', namespace },
      spec,
    } as unknown as KubeObject;
    return parseFile(`${namespace}.yaml`, new TextEncoder().encode(formatObject(object))).value ?? [];
  });

/** The backends of all teams. */
const world: readonly KubeObject[] = [0, 1, 2].flatMap((team) =>
  ['one', 'two', 'three', 'four'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: `team-${team}` },
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80 }] },
  })),
);

const simulator = startSimulator();
const counts = { agree: 0, refused: 0, differ: 0 };
const refusals = new Map<string, number>();
const differences: string[] = [];
const began = Date.now();

async function check(one: Generated): Promise<string | undefined> {
  const items = itemsOf(one);
  const worldItems = world.map((object) => generatedItem(object, { item: items[0] as Item, path: [] }));
  const rendering = render([...items, ...worldItems], undefined, {
    version: '99.0.0',
    steps: ['expand', 'patch', 'validate'],
    complete: false,
    merge: { writesBack: false },
  });
  const errors = rendering.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    counts.refused++;
    if (process.env.SHOW) for (const error of errors.slice(0, 3)) console.log(error.code, error.message, error.place?.excerpt);
    for (const code of new Set(errors.map((error) => error.code))) refusals.set(code, (refusals.get(code) ?? 0) + 1);
    return undefined;
  }
  const objects = rendering.items.filter(({ id }) => id.kind !== 'GatewayIntent').map(({ object }) => object);
  const output = await simulator.simulate({
    yaml: objects.map((object) => formatObject(object)).join('---\n'),
    sims: [{ name: 'gateway', proxy: { deployment: 'edge/public' }, calls: requests.map(callOf) }],
  });
  const sim = output.sims[0] as { error?: string; nack?: readonly string[]; calls?: readonly Record<string, unknown>[] } | undefined;
  if (output.fatal !== undefined || sim === undefined || (output.rejected ?? []).length > 0 || (sim.nack ?? []).length > 0)
    return `not accepted: ${output.fatal ?? JSON.stringify(output.rejected ?? sim?.nack ?? sim?.error)}`;
  for (const [index, request] of requests.entries()) {
    const [wanted, got] = [promised(one, request), simulated(sim.calls?.[index] ?? {}, request)];
    if (wanted !== got)
      return `${request.method} ${request.host}:${request.port}${request.path} ${JSON.stringify(request.headers)}: promised "${wanted}", istiod "${got}"`;
    counts.agree++;
  }
  return undefined;
}

function callOf({ host, port, path, method, headers }: Request): object {
  const isTls = port === 443 || port === 8443;
  return { port, protocol: 'http', host, path, method, headers, ...(isTls ? { tls: 'tls', sni: host } : {}) };
}

try {
  const property = fc.asyncProperty(generated, async (one) => {
    const difference = await check(one);
    if (difference === undefined) return;
    differences.push(difference);
    throw new Error(difference);
  });
  const result = await fc.check(property, { numRuns: runs, seed, endOnFailure: false });
  if (result.failed && result.errorInstance instanceof Error && differences.length === 0) throw result.errorInstance;
  if (result.failed) {
    counts.differ++;
    console.log(
      `difference after ${result.numRuns} packages:\n${differences.at(-1)}\n${JSON.stringify(result.counterexample?.[0], null, 1)}`,
    );
  }
  const refused = [...refusals].map(([code, count]) => `${code} ${count}`).join(', ');
  console.log(
    `intents: ${counts.agree} answers agree with istiod, ${counts.differ} differ; ${counts.refused} of ${result.numRuns} packages were refused (${refused}); ${Math.round((Date.now() - began) / 1000)} s`,
  );
  process.exitCode = result.failed ? 1 : 0;
} finally {
  simulator.stop();
}
