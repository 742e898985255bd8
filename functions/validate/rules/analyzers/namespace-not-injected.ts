import { asRecord } from '../../../mesh/loose.ts';
import type { Rule, World } from '../../rule.ts';
import { deep, isSet, rootOf, text, wrong } from '../../spot.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';

const system = new Set(['istio-system', 'kube-system', 'kube-public', 'kube-node-lease']);

export const namespaceNotInjected: Rule = {
  code: 'GI3006',
  name: 'namespace-not-injected',
  severity: 'info',
  summary: 'Where some namespaces are labelled for injection, every namespace should say whether it is meant to be injected.',
  why: 'it cannot be told whether the label was forgotten, and pods without proxies are outside of the mesh',
  fix: 'add the label `istio-injection: enabled` or `istio-injection: disabled`',
  source: 'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/',
  upstream: ['IST0102', 'IST0148'],
  *check(world) {
    const namespaces = world
      .ofKind('', 'Namespace')
      .map((item) => ({ item, label: (name: string) => deep(rootOf(item), 'metadata', 'labels', name) }));
    if (!namespaces.some(({ label }) => isSet(label('istio-injection')) || isSet(label('istio.io/rev')))) return;
    const byDefault = injectsByDefault(world);
    for (const { item, label } of namespaces) {
      const isTold =
        ['istio-injection', 'istio.io/rev'].some((name) => isSet(label(name))) || text(label('istio.io/dataplane-mode')) === 'ambient';
      if (isTold || system.has(item.id.name) || saysEveryPod(world, item.id.name)) continue;
      const says = byDefault ? 'is injected, because the mesh injects by default' : 'is not injected, and does not say that this is meant';
      yield {
        ...wrong(deep(rootOf(item), 'metadata'), says),
        message: `namespace "${item.id.name}" ${says}`,
        upstream: [byDefault ? 'IST0148' : 'IST0102'],
      };
    }
  },
};

/** Whether all pods of a namespace say it themselves, as those of gateways do. */
function saysEveryPod(world: World, namespace: string): boolean {
  const own = selectedWorkloads(world).inNamespace(namespace, {});
  return (
    own.length > 0 && own.every(({ labels }) => labels['sidecar.istio.io/inject'] !== undefined || labels['istio.io/rev'] !== undefined)
  );
}

/** Whether the injector's configuration in the files takes every namespace. */
function injectsByDefault(world: World): boolean {
  return world.ofKind('', 'ConfigMap').some((item) => {
    if (!item.id.name.startsWith('istio-sidecar-injector')) return false;
    const values = asRecord(item.object.data).values;
    try {
      return (
        asRecord(asRecord(typeof values === 'string' ? JSON.parse(values) : {}).sidecarInjectorWebhook).enableNamespacesByDefault === true
      );
    } catch {
      return false;
    }
  });
}
