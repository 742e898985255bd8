// How far the mesh model agrees with real proxies about policies, over generated ones: every request is sent through the miniature Istio, and the
// model must say the same of it. node --import tsx test/conformance/policies/agreement.ts [--runs N] [--seed S] [--keep]
// With --keep, the objects of a run that differs are printed.
import { parseArgs } from 'node:util';
import { brokenPromises, dependsOn, type Promised, promisedOf } from '../../mesh/promises.ts';
import { formatObjects } from '../case.ts';
import type { MeshAnswer } from '../judges/mesh.ts';
import { startPrograms } from '../programs.ts';
import type { Expectation, ExpectedRequest } from '../requests/request-file.ts';
import { planRequests } from '../requests/scenario.ts';
import { generate } from './generate.ts';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
  },
});
const first = Number(options.seed);
const seeds = Array.from({ length: Number(options.runs) }, (_, index) => first + index);
const tally = { agree: 0, differ: 0, unjudged: 0 };
const statuses = new Map<string, number>();

/** All tokens are signed well. */
const signature = 'whether the signature of the token is valid';

const { programs, stop } = startPrograms(2);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
try {
  // As many at a time as there are meshes.
  await Promise.all(seeds.map(compare));
} finally {
  await stop();
}
const seen = [...statuses].sort((a, b) => b[1] - a[1]).map(([status, count]) => `${status}: ${count}`);
console.log(
  `policies: ${tally.agree} of ${tally.agree + tally.differ} answers agree, ${tally.unjudged} not judged, seeds ${first} to ${seeds.at(-1)}`,
);
console.log(`  ${seen.join(', ')}`);
process.exitCode = tally.differ > 0 || tally.agree === 0 ? 1 : 0;

/** Sends the requests of a seed, and asks the model about each. */
async function compare(seed: number): Promise<void> {
  const { objects, requests } = generate(seed);
  const plan = planRequests(objects, { requests }, {});
  const result = await programs.withMesh((mesh) => mesh.run(plan.scenario));
  const { mesh }: Promised = promisedOf(objects, { requests });
  const differences = plan.calls.flatMap(({ request }, index) => {
    const answer = result.sims?.[index]?.calls[0];
    if (!answer) return [`${request.send}: not sent: ${result.sims?.[index]?.error}`];
    const expect = expectationOf(answer);
    const promised = { ...withToken(request), expect };
    statuses.set(String(expect.status ?? expect.error ?? 'open'), (statuses.get(String(expect.status ?? expect.error ?? 'open')) ?? 0) + 1);
    if (dependsOn(mesh, promised).some(({ because }) => because !== signature)) {
      tally.unjudged += 1;
      return [];
    }
    const broken = brokenPromises(mesh, promised);
    tally[broken.length > 0 ? 'differ' : 'agree'] += 1;
    return broken.map((text) => `${text} (${JSON.stringify(leftOf(request))})`);
  });
  const refusals = [...(result.rejected ?? []).map(({ object, reason }) => `${object} is refused: ${reason}`), ...(result.nack ?? [])];
  tally.differ += refusals.length;
  if (differences.length + refusals.length === 0) return;
  console.log(`--- seed ${seed}`);
  for (const text of [...refusals, ...differences]) console.log(text);
  if (options.keep)
    console.log(formatObjects(objects.filter(({ apiVersion, kind }) => apiVersion.includes('istio.io/') && kind !== 'VirtualService')));
}

function leftOf({ from, clientIP, headers, jwt }: ExpectedRequest): object {
  return { from: from && `${from.namespace}/${from.workload}`, clientIP, headers, jwt };
}

/** The token where it really is, so that the model must find it. */
function withToken({ jwt, headers, ...request }: ExpectedRequest): ExpectedRequest {
  if (!jwt) return { ...request, headers: headers ?? {} };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return { ...request, headers: { ...headers, authorization: `Bearer ${part({ alg: 'RS256' })}.${part(jwt)}.c2ln` } };
}

/** What a request got, as a promise of it. */
function expectationOf({ error, answer }: MeshAnswer): Expectation {
  if (error !== undefined && error !== '') return { error: 'any' };
  const { status, echo } = answer ?? {};
  const [namespace = '', name = ''] = (echo?.workload ?? '').split('/');
  return {
    ...(status === undefined || status === 0 ? {} : { status }),
    ...(echo === undefined ? {} : { to: `${name}.${namespace}:${echo.port}` }),
  };
}
