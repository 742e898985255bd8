import type { Path } from '../../diagnostics/path.ts';
import { formatPath, valueAt } from '../../diagnostics/path.ts';
import { quote } from '../../diagnostics/quote.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { MeshFacts } from '../generated/gateway-intent.ts';
import type { Facts, Intent } from '../model.ts';
import type { Report } from './report.ts';

/** Every fact, as a path below `spec.mesh`. */
const factPaths: readonly Path[] = [
  ['controlPlaneNamespace'],
  ['rootNamespace'],
  ['revision'],
  ['controlPlane'],
  ['clusterDomain'],
  ['trustDomain'],
  ['network'],
  ['clusterCIDRs'],
  ['outboundTrafficPolicy'],
  ['dnsCapture'],
  ['gatewayScope'],
  ['envoyGateway', 'namespace'],
  ['envoyGateway', 'sidecars'],
  ['version'],
];

/** The facts that all intents agree on. Two intents that contradict each other are told, and the first one is believed. */
export function resolveFacts(intents: readonly Intent[], report: Report): Facts {
  const said = new Map<string, { value: unknown; intent: Intent; path: Path }>();
  for (const intent of intents) {
    for (const fact of factPaths) remember(intent, ['spec', 'mesh', ...fact], formatPath(fact), said, report);
    remember(intent, ['spec', 'policies', 'outboundTrafficPolicy'], 'outboundTrafficPolicy', said, report);
  }
  const fact = <T>(name: string): T | undefined => said.get(name)?.value as T | undefined;
  const controlPlaneNamespace = fact<string>('controlPlaneNamespace') ?? 'istio-system';
  const capture = fact<MeshFacts['dnsCapture']>('dnsCapture');
  const version = fact<string>('version')?.split('.').map(Number);
  return {
    controlPlaneNamespace,
    rootNamespace: fact('rootNamespace') ?? controlPlaneNamespace,
    revision: fact('revision'),
    controlPlane: fact('controlPlane'),
    clusterDomain: fact('clusterDomain') ?? 'cluster.local',
    trustDomain: fact('trustDomain') ?? 'cluster.local',
    network: fact('network'),
    clusterCIDRs: fact('clusterCIDRs') ?? [],
    outboundTrafficPolicy: fact('outboundTrafficPolicy'),
    dnsCapture: capture && capture === 'Enabled',
    gatewayScope: fact('gatewayScope') ?? 'Mesh',
    envoyGateway: {
      namespace: fact('envoyGateway.namespace') ?? 'envoy-gateway-system',
      sidecars: fact('envoyGateway.sidecars') === 'Enabled',
    },
    version: version && [version[0] ?? 0, version[1] ?? 0],
    told: Object.assign({}, ...intents.toReversed().map(({ spec }) => spec.mesh), ...outbound(fact('outboundTrafficPolicy'))),
  };
}

const outbound = (policy: Facts['outboundTrafficPolicy']): object[] => (policy === undefined ? [] : [{ outboundTrafficPolicy: policy }]);

function remember(
  intent: Intent,
  path: Path,
  name: string,
  said: Map<string, { value: unknown; intent: Intent; path: Path }>,
  report: Report,
): void {
  const value = valueAt({ spec: intent.spec }, path);
  if (value === undefined) return;
  const other = said.get(name);
  if (other === undefined) said.set(name, { value, intent, path });
  else if (JSON.stringify(other.value) !== JSON.stringify(value))
    report(
      findingAt('GI0201', intent.item, path, {
        message: `\`${formatPath(path)}\` is ${quote(value)}, but GatewayIntent "${other.intent.key}" says ${quote(other.value)} (\`${formatPath(other.path)}\`)`,
        fix: 'say it once, in the intent that declares the gateway, or say the same in both',
      }),
    );
}
