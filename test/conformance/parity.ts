// npm run conformance does not run this: node --import tsx test/conformance/parity.ts [--provider NAME] [--only FILE]
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ProviderName } from '../../functions/intent/model.ts';
import { parseFile } from '../../functions/krm/parse-file.ts';
import { writeManifests } from '../../functions/krm/write-manifests.ts';
import { hasError, render } from '../../functions/render.ts';
import { type Case, parseObjects } from './case.ts';
import { startPrograms } from './programs.ts';
import { parseRequestFile } from './requests/request-file.ts';
import { cluster } from './verdicts/cluster.ts';
import { envoyGateway } from './verdicts/envoy-gateway.ts';
import { requests } from './verdicts/requests.ts';
import type { Message, Verdict } from './verdicts/verdict.ts';

/** Who answers the requests of a provider, and what its cluster has besides. */
interface Contestant {
  readonly provider: ProviderName;
  /** Fields of each gateway that the provider asks for. */
  readonly class?: string;
  readonly world: string;
  readonly judges: readonly Verdict[];
}

const other = `
apiVersion: v1
kind: Namespace
metadata: {name: other}
---
apiVersion: v1
kind: Service
metadata: {name: green, namespace: other}
spec: {selector: {app: green}, ports: [{name: http, port: 8080, targetPort: 8080}]}
`;

const envoyGatewayClass = `${other}---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: envoy-gateway}
spec: {controllerName: gateway.envoyproxy.io/gatewayclass-controller}
`;

const contestants: readonly Contestant[] = [
  { provider: 'istio', world: other, judges: [cluster, requests] },
  { provider: 'istio-gateway-api', world: other, judges: [cluster, requests] },
  { provider: 'gateway-api', class: 'istio', world: other, judges: [cluster, requests] },
  { provider: 'envoy-gateway', world: envoyGatewayClass, judges: [cluster, envoyGateway] },
];

const folder = fileURLToPath(new URL('parity/', import.meta.url));
const { values: options } = parseArgs({ options: { provider: { type: 'string', default: '' }, only: { type: 'string', default: '' } } });
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.requests.yaml') && name.includes(options.only))
  .map((name) => name.slice(0, -'.requests.yaml'.length));
const { programs, stop } = startPrograms(1);
let failed = 0;
try {
  for (const name of names)
    for (const contestant of contestants.filter(({ provider }) => options.provider === '' || provider === options.provider))
      failed += await contest(name, contestant);
} finally {
  await stop();
}
console.log(`\nparity: ${names.length} intents, ${failed === 0 ? 'the same answers everywhere' : `${failed} differences`}`);
process.exitCode = failed > 0 ? 1 : 0;

/** Renders an intent for a provider and lets its judges speak; the number of messages. */
async function contest(name: string, contestant: Contestant): Promise<number> {
  const subject = subjectOf(name, contestant);
  const messages = Array.isArray(subject)
    ? subject
    : (
        await Promise.all(
          contestant.judges.map((judge) =>
            judge(subject as Case, programs).catch((error: Error) => ({ messages: [{ text: error.message }] })),
          ),
        )
      ).flatMap((verdict) => verdict.messages);
  console.log(`${messages.length === 0 ? 'ok  ' : 'FAIL'} ${name} ${contestant.provider}`);
  for (const { text, details = [] } of messages)
    console.log([text, ...details.map((line) => `  ${line}`)].map((line) => `       ${line}`).join('\n'));
  return messages.length;
}

/** The case that an intent and a provider make, or the errors that it is refused with. */
function subjectOf(name: string, { provider, class: className, world }: Contestant): Case | Message[] {
  const read = (suffix: string) => readFileSync(join(folder, `${name}${suffix}`), 'utf8');
  const text = read('.intent.yaml')
    .replaceAll('$provider', provider)
    .replaceAll('$class', className === undefined ? '{}' : `{name: ${className}}`);
  const { value: items = [] } = parseFile(basename(name), new TextEncoder().encode(text));
  const rendering = render(items, undefined, {
    version: '0.0.0',
    steps: ['expand', 'patch', 'validate'],
    complete: false,
    merge: { writesBack: false },
  });
  if (hasError(rendering.diagnostics))
    return rendering.diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ code, message }) => ({ text: `${code} ${message}` }));
  const manifests = writeManifests(rendering.items);
  return {
    name,
    folder,
    text: manifests,
    objects: parseObjects(manifests),
    world: parseObjects(world),
    requests: parseRequestFile(read('.requests.yaml')),
    facts: { messages: [], pods: [], templates: {} },
  };
}
