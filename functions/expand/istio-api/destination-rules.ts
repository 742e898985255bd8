import { formatPath, type Path } from '../../diagnostics/path.ts';
import type { BackendPolicy } from '../../intent/generated/gateway-intent.ts';
import type { Backend, Exposure, Gateway, Model } from '../../intent/model.ts';
import { unusedAuthority } from '../../intent/resolve/client-authority.ts';
import { placeOf } from '../../intent/resolve/server-entries.ts';
import { findingAt } from '../../krm/finding-at.ts';
import { groupBy } from '../../krm/group-by.ts';
import type { Item } from '../../krm/item.ts';
import type { Made } from '../made.ts';
import type { Stage } from '../stage.ts';
import { needsSecret } from './client-tls.ts';
import { ruleParts } from './destination-rule-parts.ts';
import { backendsOf, type Places, placement, rulePlaces } from './rule-placement.ts';
import { trafficPolicy } from './traffic-policy.ts';

/** What one exposure says about one backend. */
interface Wish {
  readonly exposure: Exposure;
  readonly backend: Backend;
  readonly policy: BackendPolicy | undefined;
  readonly namespace: string;
  /** The namespaces whose proxies use the rule; absent: all. */
  readonly exportTo: readonly string[] | undefined;
}

/**
 * The DestinationRules of backends: one for each host and namespace. Proxies look for them in their own namespace, then in that of the Service,
 * then in the root namespace, and use the first namespace that has one: pilot/pkg/model/push_context.go of istio/istio.
 */
export function destinationRules(
  model: Model,
  exposures: readonly Exposure[],
  gateways: ReadonlyMap<string, Gateway>,
  services: ServiceProtocols,
  stage: Stage,
): Made[] {
  const places = rulePlaces(model, exposures, gateways);
  const wishes = exposures.flatMap((exposure) => wishesOf(exposure, places, services, stage));
  return [...groupBy(wishes, ({ backend, namespace }) => `${namespace}/${backend.host}`).values()].map((same) => rule(same, stage));
}

/** Whether the Service's port speaks HTTP/1.1 as far as its name says: `undefined` when it is not in the package. */
export type ServiceProtocols = (backend: Backend) => 'http' | 'http2' | 'other' | undefined;

function wishesOf(exposure: Exposure, places: Places, services: ServiceProtocols, stage: Stage): Wish[] {
  reportSecrets(exposure, places, stage);
  return backendsOf(exposure)
    .map((backend): Wish => {
      const upgrade = (exposure.protocol === 'GRPC' || exposure.protocol === 'HTTP2') && services(backend) === 'http';
      const policy = upgrade ? { ...exposure.backendPolicy, http2: true } : exposure.backendPolicy;
      return { exposure, backend, policy, ...placement(exposure, backend, places) };
    })
    .filter(({ backend, policy }) => policy !== undefined || backend.labels !== undefined);
}

function reportSecrets({ backendPolicy, gateway, intent, origin }: Exposure, { gateways }: Places, stage: Stage): void {
  const path = [...origin.path, 'backendPolicy', 'tls'];
  const unused = backendPolicy?.tls && unusedAuthority(backendPolicy.tls, formatPath(path));
  if (unused !== undefined)
    stage.report(findingAt('GI0304', intent.item, [...path, unused.below], { message: unused.message, fix: unused.fix }));
  if (!needsSecret(backendPolicy?.tls) || gateways.has(gateway ?? '')) return;
  stage.report(
    findingAt('GI0303', intent.item, path, {
      message: `\`${formatPath(path)}\` needs a Secret, which only gateways get: sidecars would send plaintext`,
      fix: 'use `ca: {kind: ConfigMap, …}`, or expose it through a gateway',
    }),
  );
}

function rule(wishes: readonly Wish[], stage: Stage): Made {
  const [first] = wishes as readonly [Wish, ...Wish[]];
  const { backend, namespace, exportTo, exposure } = first;
  const subsets = subsetsOf(wishes, stage);
  return {
    object: {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: {
        name:
          backend.kind === 'service'
            ? `${backend.name}${namespace === backend.namespace ? '' : `-${backend.namespace}`}`
            : backend.host.replaceAll('.', '-'),
        namespace,
      },
      spec: {
        host: backend.host,
        exportTo,
        trafficPolicy: backend.kind === 'service' ? commonPolicy(wishes, stage) : { portLevelSettings: portPolicies(wishes, stage) },
        subsets: subsets.length > 0 ? subsets : undefined,
      },
    },
    origin: {
      ...exposure.origin,
      parts: ruleParts(
        wishes,
        subsets.map(({ name }) => name),
      ),
    },
    owners: [...new Set(wishes.map((wish): Item => wish.exposure.intent.item))],
  };
}

/** What all say about a host. */
function commonPolicy(wishes: readonly Wish[], stage: Stage): object | undefined {
  const told = wishes.find(({ policy }) => policy !== undefined);
  for (const wish of wishes) if (wish.policy !== undefined && told !== undefined) checkSame(told, wish, stage);
  const policy = told?.policy as (BackendPolicy & { http2?: boolean }) | undefined;
  const base =
    policy &&
    trafficPolicy(policy, { host: told?.backend.host ?? '', namespace: told?.namespace ?? '', isHTTP: told?.exposure.family === 'http' });
  return policy?.http2 ? withUpgrade(base as object) : base;
}

/** Ports of an outside host have nothing to do with each other: TLS is of one of them only. */
const portPolicies = (wishes: readonly Wish[], stage: Stage): object[] =>
  [...groupBy(wishes, ({ backend }) => backend.servicePort)].map(([number, same]) => ({ port: { number }, ...commonPolicy(same, stage) }));

/** A backend that speaks HTTP/2 behind a port whose name says HTTP/1.1. */
function withUpgrade(policy: { connectionPool?: { http?: object } }): object {
  return { ...policy, connectionPool: { ...policy.connectionPool, http: { ...policy.connectionPool?.http, h2UpgradePolicy: 'UPGRADE' } } };
}

function checkSame(told: Wish, wish: Wish, stage: Stage): void {
  if (JSON.stringify(told.policy) === JSON.stringify(wish.policy)) return;
  const path: Path = [...wish.exposure.origin.path, 'backendPolicy'];
  stage.report(
    findingAt('GI0218', wish.exposure.intent.item, path, {
      message: `\`${formatPath(path)}\` says something else about "${wish.backend.host}" than ${placeOf(told.exposure.origin)} (\`${formatPath([...told.exposure.origin.path, 'backendPolicy'])}\`)`,
      fix: 'say the same in both: a proxy has one policy for a host',
    }),
  );
}

interface Subset {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

function subsetsOf(wishes: readonly Wish[], stage: Stage): Subset[] {
  const byName = new Map<string, Wish>();
  for (const wish of wishes) {
    const { labels, subset } = wish.backend;
    if (labels === undefined || subset === undefined) continue;
    const other = byName.get(subset);
    if (other === undefined) byName.set(subset, wish);
    else if (JSON.stringify(other.backend.labels) !== JSON.stringify(labels))
      stage.report(
        findingAt('GI0219', wish.exposure.intent.item, wish.backend.origin.path, {
          message: `subset "${subset}" of "${wish.backend.host}" has other labels here than in ${placeOf(other.backend.origin)} (\`${formatPath(other.backend.origin.path)}\`)`,
          fix: 'give one of them another `subset` name',
        }),
      );
  }
  return [...byName].map(([name, { backend }]) => ({ name, labels: backend.labels ?? {} }));
}
