import * as assert from 'uvu/assert';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { type Variant, variants } from '../../providers/leaf-effect.ts';
import { suite } from '../../suite.ts';
import { type Case, formatObjects } from '../case.ts';
import { translate } from '../judges/egctl.ts';
import { startPrograms } from '../programs.ts';
import { offlineObjects } from '../requests/envoy-world.ts';
import { cluster } from '../verdicts/cluster.ts';
import { conditions } from '../verdicts/envoy-gateway.ts';
import { everyField, type FieldCase } from './every-field.ts';

/** What is said although all is well: part of a message → why. */
const fine: Readonly<Record<string, string>> = {
  'volumeMounts[0].name: Not found': 'the field stands alone here, without its volume',
  'not configured on this cluster': 'a cluster of one address family',
  'not configured for dual-stack': 'a cluster of one address family',
  'no such host': 'the translator asks OpenID providers, and there are none',
  'conflicting algorithm': 'the certificates that are made up are of one kind',
};
const isFine = (text: string): boolean => Object.keys(fine).some((part) => text.includes(part));

/** Each message once, with a case that it is about. */
const told = (messages: readonly { readonly text: string }[], cases: readonly FieldCase[]): string =>
  [...new Set(messages.map(({ text }) => text).filter((text) => !isFine(text)))]
    .map((text) => `${text} (${cases.find(({ objects }) => objects.some((object) => text.startsWith(nameOf(object))))?.name})`)
    .join('\n');

const nameOf = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`;

const caseOf = (objects: readonly KubeObject[]): Case => ({
  ...{ objects, world: [], name: '', folder: '', text: '' },
  ...{ requests: { requests: [] }, facts: { messages: [], pods: [], templates: {} } },
});

const named = (test: (variant: Variant) => Promise<void>, chosen = variants) =>
  Object.fromEntries(chosen.map((variant) => [variant.name, () => test(variant)]));

suite('upstream definitions with their CEL rules, in a real API server, take every field and value that a provider takes', {
  async 'all providers'() {
    const { programs, stop } = startPrograms(0);
    try {
      for (const variant of variants) {
        const cases = everyField(variant, () => 'shop');
        const objects = [...new Map(cases.flatMap((one) => one.objects).map((object) => [JSON.stringify(object), object])).values()];
        const { messages } = await cluster(caseOf(objects), programs);
        assert.is(told(messages, cases), '', variant.name);
        assert.ok(objects.length > 50, `${variant.name}: ${objects.length} objects`);
      }
    } finally {
      await stop();
    }
  },
});

/** The translator takes about a second for each case, and three before the first one. */
const atOnce = 15;
/** How many translators run at the same time; all cases take three minutes then on two idle cores. */
const together = 2;

const gatewayClass = (name: string): KubeObject => ({
  ...{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name } },
  spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
});

interface Batch {
  readonly name: string;
  readonly cases: readonly FieldCase[];
}

/** The cases of a class, as many at a time as the translator does well with. */
function batchesOf(cases: readonly FieldCase[], name: string): Batch[] {
  const own = cases.filter(({ objects }) => objects.some(({ spec }) => (spec as { gatewayClassName?: string })?.gatewayClassName === name));
  const starts = Array.from({ length: Math.ceil(own.length / atOnce) }, (_, index) => index * atOnce);
  return starts.map((start) => ({ name, cases: own.slice(start, start + atOnce) }));
}

async function accepted({ name, cases }: Batch): Promise<void> {
  const objects = cases.flatMap((one) => one.objects.filter(({ kind }) => kind !== 'GatewayClass'));
  const { objects: translated, gateways } = await translate(formatObjects(offlineObjects([gatewayClass(name), ...objects])));
  assert.is(told(conditions(translated), cases), '', `class ${name}`);
  assert.ok(Object.keys(gateways).length > 0, `${name}: ${Object.keys(gateways).length} gateways`);
}

suite(
  "Envoy Gateway's translator accepts and resolves every field and value that a provider takes",
  named(
    async (variant) => {
      const cases = everyField(variant, (index) => `case-${index}`);
      const classes = new Set(
        cases.flatMap(({ objects }) => objects.flatMap(({ spec }) => (spec as { gatewayClassName?: string })?.gatewayClassName ?? [])),
      );
      const batches = [...classes].flatMap((name) => batchesOf(cases, name));
      const work = async () => {
        for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) await accepted(batch);
      };
      await Promise.all(Array.from({ length: together }, work));
    },
    variants.filter(({ provider }) => provider === 'envoy-gateway' || provider === 'gateway-api'),
  ),
);
