import { groupBy } from '../../krm/group-by.ts';
import type { Item } from '../../krm/item.ts';
import { type Age, ageOf, byText } from '../age.ts';
import { below, type Field } from '../field.ts';
import { serviceHost } from '../hosts/qualify.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { KubeServices } from '../inventory/services.ts';
import { asList, asRecord, asText, asTexts } from '../loose.ts';
import type { DestinationRule } from '../registry/destination-rules.ts';
import { exportTo } from '../registry/export-to.ts';
import type { ClientTls, TrafficPolicy } from '../registry/traffic-policy.ts';
import { group } from './implementation.ts';

interface Target {
  readonly item: Item;
  readonly namespace: string;
  readonly host: string;
  /** A port of the Service; 0 for all. */
  readonly port: number;
  readonly tls: ClientTls;
  readonly field: Field;
  readonly age: Age;
}

/** BackendTLSPolicies, as istiod makes DestinationRules of them (`backend_policies.go`): one for every host. */
export function backendTlsRules(objects: Inventory, services: KubeServices, clusterDomain: string): readonly DestinationRule[] {
  const targets = objects
    .ofKind(group, 'BackendTLSPolicy')
    .flatMap((item) => targetsOf(item, objects.namespaceOf(item), objects, services, clusterDomain));
  return [...groupBy(targets, ({ host, namespace }) => `${namespace} ${host}`).values()].flatMap((same) => {
    const sorted = [...same].sort((a, b) => byText(a.age.created ?? '~', b.age.created ?? '~') || byText(a.age.name, b.age.name));
    const [first] = sorted;
    return first ? [ruleOf(first, sorted)] : [];
  });
}

function targetsOf(item: Item, namespace: string, objects: Inventory, services: KubeServices, domain: string): readonly Target[] {
  const spec = asRecord(item.object.spec);
  const field: Field = { item, path: ['spec', 'validation'] };
  const tls = clientTls(asRecord(spec.validation), field);
  const age = ageOf(item, namespace);
  return asList(spec.targetRefs)
    .map(asRecord)
    .flatMap((ref) => {
      const name = asText(ref.name);
      if (ref.kind === 'ServiceEntry') {
        const entry = objects.find('networking.istio.io', 'ServiceEntry', namespace, name);
        return asTexts(asRecord(entry?.object.spec).hosts).map((host) => ({ item, namespace, host, port: 0, tls, field, age }));
      }
      const service = services.inNamespace(namespace).find((candidate) => candidate.name === name);
      const section = asText(ref.sectionName);
      const port = section === '' ? 0 : service?.ports.find((candidate) => candidate.name === section)?.port;
      if (port === undefined) return [];
      return [{ item, namespace, host: serviceHost(name, namespace, domain), port, tls, field, age }];
    });
}

function clientTls(validation: Readonly<Record<string, unknown>>, field: Field): ClientTls {
  const [ca] = asList(validation.caCertificateRefs).map(asRecord);
  return {
    mode: 'SIMPLE',
    sni: asText(validation.hostname),
    credentialName: ca ? `configmap://${field.item.id.namespace ?? 'default'}/${asText(ca.name)}` : '',
    caCertificates: '',
    clientCertificate: '',
    subjectAltNames: asList(validation.subjectAltNames)
      .map(asRecord)
      .map((name) => asText(name.hostname) || asText(name.uri)),
    insecureSkipVerify: false,
    field,
  };
}

/** The oldest policy counts: for the whole Service, and for each of its ports. */
function ruleOf(first: Target, targets: readonly Target[]): DestinationRule {
  const { item, namespace, host, field, age } = first;
  const whole = targets.find(({ port }) => port === 0);
  const ports = [...new Map([...targets].reverse().map((target) => [target.port, target])).values()].filter(({ port }) => port !== 0);
  const policy = policyOf(field, whole?.tls);
  return {
    item,
    namespace,
    host,
    hostField: below({ item, path: ['spec'] }, 'targetRefs'),
    workloadSelector: undefined,
    exportTo: exportTo([], [], namespace),
    policy: { ...policy, portLevelSettings: ports.map((target) => ({ port: target.port, policy: policyOf(target.field, target.tls) })) },
    subsets: [],
    age,
  };
}

function policyOf(field: Field, tls: ClientTls | undefined): TrafficPolicy {
  return {
    field,
    tls,
    loadBalancer: undefined,
    connectionPool: undefined,
    outlierDetection: undefined,
    tunnel: undefined,
    portLevelSettings: [],
  };
}
