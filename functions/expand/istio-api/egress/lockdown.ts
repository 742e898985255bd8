import { formatPath } from '../../../diagnostics/path.ts';
import type { Model } from '../../../intent/model.ts';
import { placeOf } from '../../../intent/resolve/server-entries.ts';
import { findingAt } from '../../../krm/finding-at.ts';
import type { KubeObject } from '../../../krm/kube-object.ts';
import type { Made } from '../../made.ts';
import type { Stage } from '../../stage.ts';

/** What keeps a namespace from reaching outside hosts on its own: its sidecars know declared hosts only, and its pods reach the cluster only. */
export function lockdown(model: Model, stage: Stage): Made[] {
  return model.intents.flatMap((intent) => {
    const namespaces = intent.spec.policies?.egressLockdown?.namespaces ?? [];
    const origin = { item: intent.item, path: ['spec', 'policies', 'egressLockdown'] };
    for (const problem of shutOut(model, namespaces, intent.key)) stage.report(problem);
    return [...new Set(namespaces)].flatMap((namespace) =>
      [sidecar(namespace), networkPolicy(namespace, model)].map((object) => ({ object, origin, owners: [intent.item] })),
    );
  });
}

function* shutOut(model: Model, namespaces: readonly string[], locker: string) {
  for (const { host, ports } of model.egress)
    for (const use of ports.flatMap(({ uses }) => uses)) {
      const locked = use.from.find(({ namespace }) => namespaces.includes(namespace));
      if (use.gateway !== undefined || locked === undefined) continue;
      yield findingAt('GI0229', use.intent.item, [...use.origin.path, 'via'], {
        message: `\`${formatPath([...use.origin.path, 'via'])}\` leads to "${host}" directly, but namespace "${locked.namespace}" is locked by ${locker === use.intent.key ? '`spec.policies.egressLockdown`' : placeOf(model.intents.find(({ key }) => key === locker) && { item: (model.intents.find(({ key }) => key === locker) as Model['intents'][number]).item, path: [] })}`,
      });
    }
}

/** All hosts of the mesh stay known; those that nobody declared are refused. */
function sidecar(namespace: string): KubeObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: { name: 'default', namespace },
    spec: { egress: [{ hosts: ['*/*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
  };
}

/** Pods of every namespace (the control plane, DNS and the egress gateway among them), the address ranges of the cluster, and the node's DNS. */
function networkPolicy(namespace: string, { facts }: Model): KubeObject {
  const dns = [
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ];
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'egress-lockdown', namespace },
    spec: {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        { to: [{ namespaceSelector: {} }, ...facts.clusterCIDRs.map((cidr) => ({ ipBlock: { cidr } }))] },
        { to: [{ ipBlock: { cidr: '169.254.0.0/16' } }], ports: dns },
      ],
    },
  };
}
