import { isEmpty, type Labels } from '../../../mesh/inventory/labels.ts';
import type { KubeService } from '../../../mesh/inventory/services.ts';
import type { Workload } from '../../../mesh/inventory/workloads.ts';
import { closedWorld } from '../../closed-world.ts';
import { perWorld } from '../../per-world.ts';
import type { Rule, World } from '../../rule.ts';
import { deep, rootOf, wrong } from '../../spot.ts';
import { arePodsAsWritten, mayLeadElsewhere } from '../../spots/known-pods.ts';
import { isPatchedLater } from '../../spots/patched-later.ts';
import { routedServices } from '../../spots/routed-ports.ts';
import { selectedWorkloads } from '../../spots/selected-workloads.ts';
import { servicesOf } from '../../spots/services-of.ts';
import { isTypo } from '../../syntax/typo.ts';

export const serviceWithoutPods: Rule = {
  code: 'GI2719',
  name: 'service-without-pods',
  severity: 'error',
  summary: 'The selector of a Service that routes lead to must fit pods.',
  why: 'the Service has no endpoints: requests are answered with 503',
  fix: 'use labels of the pod template',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
  *check(world) {
    for (const service of routedTo(world)) {
      if (!isKnown(world, service) || selectedWorkloads(world).inNamespace(service.namespace, service.selector).length > 0) continue;
      const near = meant(world, service);
      if (near === undefined && !world.complete) continue;
      const place = `pods of namespace "${service.namespace}"${world.complete ? '' : ' in the files'}`;
      const hint = near === undefined ? '' : `; those of ${near.key} have ${labelsText(near.labels, service.selector)}`;
      const isSure = world.complete && near !== undefined;
      yield wrong(deep(rootOf(service.item), 'spec', 'selector'), `fits no ${place}${hint}`, isSure ? {} : { severity: 'warning' });
    }
  },
};

/** The Services that routes of any kind name. */
const routedTo = perWorld((world): ReadonlySet<KubeService> => {
  const byItem = new Map(world.mesh.kubeServices.map((service) => [service.item, service]));
  const named = world.mesh.virtualServices.all.flatMap(({ item, http, tls, tcp }) => {
    const rules = [
      ...http.flatMap(({ mirrors }) => mirrors.map(({ destination }) => destination)),
      ...[...http, ...tls, ...tcp].flatMap((rule) => rule.destinations),
    ];
    return [...new Set(rules.map(({ host }) => host))].flatMap((host) => servicesOf(world, host, item));
  });
  const found = [...named.map(({ field }) => byItem.get(field.item)), ...routedServices(world).map(({ service }) => service)];
  return new Set(found.filter((service) => service !== undefined));
});

/** Whether all pods that the Service might take are in the files. */
function isKnown(world: World, { item, known, selector, externalName }: KubeService): boolean {
  const isOwn = known === 'files' && item.origin === undefined && externalName === undefined && !isEmpty(selector);
  return isOwn && !isPatchedLater(world)(item) && closedWorld(world).hasAllWorkloads(item) && !mayLeadElsewhere(world);
}

/** A workload beside the Service that has some of the labels, or the same values under other names. */
function meant(world: World, { item, namespace, selector }: KubeService): Workload | undefined {
  const beside = selectedWorkloads(world).inNamespace(namespace, {});
  return beside.find((workload) => isNear(selector, workload.labels) && arePodsAsWritten(world, item, workload));
}

/** Labels that tell what an application is; all others may be the same for several. */
const isName = ([key]: readonly [string, string]): boolean => /(?:^|[/-])(?:app|name|component)$/.test(key);

function isNear(selector: Labels, labels: Labels): boolean {
  const asked = Object.entries(selector);
  const names = asked.filter(isName);
  const values = Object.values(labels);
  const isMeant = ([key, value]: readonly [string, string]) =>
    values.includes(value) || (labels[key] !== undefined && isTypo(value, labels[key]));
  return (names.length > 0 ? names : asked).every(isMeant);
}

/** The labels that stand for those of the selector. */
function labelsText(labels: Labels, selector: Labels): string {
  const asked = Object.entries(selector);
  const own = Object.entries(labels).filter(([key, value]) => key in selector || asked.some(([, wanted]) => wanted === value));
  return own.map(([key, value]) => `\`${key}: ${value}\``).join(', ');
}
