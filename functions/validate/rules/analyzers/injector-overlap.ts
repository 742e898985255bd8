import { asList, asRecord, asText, asTexts, isSet, type Loose } from '../../../mesh/loose.ts';
import type { Finding, Rule } from '../../rule.ts';
import { at, pathOf } from '../../spot.ts';
import { alternatives } from '../../spots/alternatives.ts';
import { injectors, type Webhook } from '../../spots/webhooks.ts';
import { matchesSelector } from '../../syntax/label-selector.ts';

export const injectorOverlap: Rule = {
  code: 'GI3022',
  name: 'injector-overlap',
  severity: 'error',
  summary: 'One webhook at most must inject a pod, and its Service must exist.',
  why: 'pods are injected twice or not at all, and may not start',
  fix: 'delete the configuration of the control plane that is gone, or narrow its selectors',
  source: 'https://istio.io/latest/docs/setup/upgrade/canary/',
  upstream: ['IST0139'],
  *check(world) {
    const all = injectors(world);
    for (const webhook of all) {
      const rival = firstRival(
        webhook,
        all.filter((other) => !alternatives(world)(webhook.configuration.item, other.configuration.item)),
      );
      if (rival !== undefined)
        yield finding(webhook, `takes pods that webhook "${rival.name}" of "${rival.configuration.item.id.name}" takes, too`);
      const service = asRecord(asRecord(asRecord(webhook.webhook.value).clientConfig).service);
      const [namespace, name] = [asText(service.namespace), asText(service.name)];
      if (world.complete && name !== '' && world.mesh.objects.find('', 'Service', namespace, name) === undefined)
        yield finding(webhook, `calls Service "${namespace}/${name}", which does not exist`);
    }
  },
};

function finding({ webhook, name }: Webhook, says: string): Finding {
  return { item: webhook.item, path: pathOf(webhook), message: `webhook "${name}" ${says}` };
}

/** Another webhook that takes the pods of some namespace as well: every mix of the labels that Istio knows is tried. */
function firstRival(own: Webhook, all: readonly Webhook[]): Webhook | undefined {
  const revisions = [...new Set(all.flatMap(revisionsOf))];
  const namespaces = mixes('istio-injection', ['enabled', 'disabled'], revisions);
  const pods = mixes('sidecar.istio.io/inject', ['true', 'false'], revisions);
  const takes = ({ webhook }: Webhook, namespace: Labels, pod: Labels): boolean =>
    matchesSelector(at(webhook, 'namespaceSelector').value, namespace) && matchesSelector(at(webhook, 'objectSelector').value, pod);
  return all.find(
    (other) =>
      other !== own && namespaces.some((namespace) => pods.some((pod) => takes(own, namespace, pod) && takes(other, namespace, pod))),
  );
}

type Labels = Readonly<Record<string, string>>;

const mixes = (key: string, values: readonly string[], revisions: readonly string[]): readonly Labels[] =>
  [{}, ...values.map((value) => ({ [key]: value }))].flatMap((base): Labels[] => [
    base,
    ...revisions.map((revision) => ({ ...base, 'istio.io/rev': revision })),
  ]);

function revisionsOf({ webhook, configuration }: Webhook): readonly string[] {
  const own = asText(asRecord(asRecord(asRecord(configuration.value).metadata).labels)['istio.io/rev']);
  const selectors = ['namespaceSelector', 'objectSelector'].map((field) => asRecord(at(webhook, field).value));
  return [...(own === '' ? [] : [own]), ...selectors.flatMap(revisionsIn)];
}

function revisionsIn(selector: Loose): readonly string[] {
  const exact = asRecord(selector.matchLabels)['istio.io/rev'];
  const listed = asList(selector.matchExpressions)
    .map(asRecord)
    .filter(({ key }) => key === 'istio.io/rev');
  return [...(isSet(exact) ? [asText(exact)] : []), ...listed.flatMap(({ values }) => asTexts(values))];
}
