import { below, type Field } from '../field.ts';
import { asList, asNumber, asRecord, asText, asTexts, isSet, type Loose } from '../loose.ts';

/** A `trafficPolicy` of a DestinationRule, a subset or a port. */
export interface TrafficPolicy {
  readonly field: Field;
  readonly tls: ClientTls | undefined;
  readonly loadBalancer: Loose | undefined;
  readonly connectionPool: Loose | undefined;
  readonly outlierDetection: Loose | undefined;
  readonly tunnel: Loose | undefined;
  readonly portLevelSettings: readonly PortPolicy[];
}

export interface PortPolicy {
  readonly port: number;
  readonly policy: TrafficPolicy;
}

/** How a proxy speaks to a destination. */
export interface ClientTls {
  readonly mode: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
  readonly sni: string;
  readonly credentialName: string;
  readonly caCertificates: string;
  readonly clientCertificate: string;
  readonly subjectAltNames: readonly string[];
  readonly insecureSkipVerify: boolean;
  readonly field: Field;
}

export function trafficPolicy(value: unknown, field: Field): TrafficPolicy | undefined {
  if (!isSet(value)) return undefined;
  const policy = asRecord(value);
  const block = (name: string) => (isSet(policy[name]) ? asRecord(policy[name]) : undefined);
  return {
    field,
    tls: clientTls(policy.tls, below(field, 'tls')),
    loadBalancer: block('loadBalancer'),
    connectionPool: block('connectionPool'),
    outlierDetection: block('outlierDetection'),
    tunnel: block('tunnel'),
    portLevelSettings: asList(policy.portLevelSettings).flatMap((entry, index) => {
      const port = asNumber(asRecord(asRecord(entry).port).number);
      const settings = trafficPolicy(entry, below(field, 'portLevelSettings', index));
      return port === undefined || !settings ? [] : [{ port, policy: settings }];
    }),
  };
}

const modes = new Set(['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL']);

function clientTls(value: unknown, field: Field): ClientTls | undefined {
  if (!isSet(value)) return undefined;
  const tls = asRecord(value);
  const mode = asText(tls.mode);
  return {
    mode: modes.has(mode) ? (mode as ClientTls['mode']) : 'DISABLE',
    sni: asText(tls.sni),
    credentialName: asText(tls.credentialName),
    caCertificates: asText(tls.caCertificates),
    clientCertificate: asText(tls.clientCertificate),
    subjectAltNames: asTexts(tls.subjectAltNames),
    insecureSkipVerify: tls.insecureSkipVerify === true,
    field,
  };
}

/** The policy for one port: its port-level settings replace everything else (`util.GetPortLevelTrafficPolicy`). */
export function policyForPort(policy: TrafficPolicy | undefined, port: number): { policy: TrafficPolicy | undefined; portLevel: boolean } {
  const entry = policy?.portLevelSettings.find((settings) => settings.port === port);
  return entry ? { policy: entry.policy, portLevel: true } : { policy, portLevel: false };
}

/** The policy of a subset for one port: block by block over that of the rule (`util.MergeSubsetTrafficPolicy`). */
export function subsetPolicy(rule: TrafficPolicy | undefined, subset: TrafficPolicy | undefined, port: number): TrafficPolicy | undefined {
  const base = policyForPort(rule, port).policy;
  if (!subset) return base;
  const { policy: over, portLevel } = policyForPort(subset, port);
  if (!base || !over) return over ?? base;
  const pick = <Block>(own: Block | undefined, inherited: Block | undefined) => (own !== undefined || portLevel ? own : inherited);
  return {
    field: over.field,
    tls: pick(over.tls, base.tls),
    loadBalancer: pick(over.loadBalancer, base.loadBalancer),
    connectionPool: pick(over.connectionPool, base.connectionPool),
    outlierDetection: pick(over.outlierDetection, base.outlierDetection),
    tunnel: over.tunnel ?? base.tunnel,
    portLevelSettings: [],
  };
}
