import { formatPath } from '../../diagnostics/path.ts';
import type { Exposure, Gateway, Model } from '../../intent/model.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Made } from '../made.ts';
import type { Stage } from '../stage.ts';

/** The identities of the gateways that alone may call the backend. `same`: one exposure, once for each of its gateways. `undefined` where anybody may. */
export function onlyCallers(
  { facts }: Model,
  same: readonly Exposure[],
  gateways: ReadonlyMap<string, Gateway>,
  stage: Stage,
): readonly string[] | undefined {
  const [{ restrictBackend, origin, intent }] = same as readonly [Exposure, ...Exposure[]];
  if (restrictBackend === undefined) return undefined;
  const path = [...origin.path, 'restrictBackend'];
  const workloads = same.map(({ gateway }) => (gateway === undefined ? undefined : gateways.get(gateway)?.workload));
  const unknown = workloads.findIndex((workload) => workload?.serviceAccountName === undefined);
  if (unknown >= 0) {
    const key = same[unknown]?.gateway;
    stage.report(
      findingAt('GI0221', intent.item, path, {
        message: `\`${formatPath(path)}\` needs the identity of ${key === undefined ? 'a gateway: `meshHosts` are called by every workload' : `gateway "${key}", which is not known`}`,
        fix:
          key === undefined
            ? 'remove `meshHosts`, or write the AuthorizationPolicy by hand'
            : 'declare the gateway with `management: Config` and `workload.serviceAccountName`',
      }),
    );
    return undefined;
  }
  const principals = workloads.map((workload) => `${facts.trustDomain}/ns/${workload?.namespace}/sa/${workload?.serviceAccountName}`);
  return [...new Set(principals)].sort();
}

/** The backend accepts requests only of the identities of the gateways that expose it. */
export function restrictedBackend(model: Model, exposure: Exposure, principals: readonly string[]): Made[] {
  const { restrictBackend, origin, intent, name, namespace } = exposure;
  const named = model.exposures.filter((other) => other.restrictBackend && other.name === name && other.namespace === namespace);
  const index = [...new Set(named.map((other) => other.origin.path.join('.') + other.intent.key))].indexOf(
    origin.path.join('.') + intent.key,
  );
  return [
    {
      object: {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: { name: `${name}-gateway-only${index > 0 ? `-${index + 1}` : ''}`, namespace },
        spec: { selector: { matchLabels: restrictBackend }, action: 'ALLOW', rules: [{ from: [{ source: { principals } }] }] },
      },
      origin: { item: origin.item, path: [...origin.path, 'restrictBackend'] },
      owners: [intent.item],
    },
  ];
}
