import * as assert from 'uvu/assert';
import { limits, support } from '../../functions/expand/support/support.ts';
import { unionPlaces, unions } from '../../functions/intent/generated/unions.ts';
import type { ProviderName } from '../../functions/intent/model.ts';
import { suite } from '../suite.ts';
import { type Expanded, expandSpec } from './expand-intent.ts';
import { leafBase } from './leaf-bases.ts';
import { leafValue } from './leaf-values.ts';
import { type Leaf, schemaLeaves } from './schema-leaves.ts';

const leaves = schemaLeaves();
const providers: readonly ProviderName[] = ['istio', 'istio-gateway-api', 'envoy-gateway', 'gateway-api'];

/** Fields that other stages than the providers read, or that are facts for the findings alone. */
const elsewhere: Readonly<Record<string, string>> = {
  provider: 'chooses the provider',
  platform: 'decides how a change is told that nobody can make in the package',
  'mesh.outboundTrafficPolicy': 'a fact that checks and rules read',
  'mesh.gatewayScope': 'a fact that rules read',
  'mesh.controlPlane.name': 'a fact for provider mesh-gateway',
  'mesh.controlPlane.namespace': 'a fact for provider mesh-gateway',
  'expose[].weightsOwner': 'keeps weights that the package has already',
  'egress[].tlsOrigination.validation': 'says with a word what `ca` says',
};
const stages = /^(patches|checks)/;

/** Facts that one provider reads are true for the others too, and a class of somebody else is never run by the intent. */
const sameThere = (field: string, provider: ProviderName): boolean =>
  (field.startsWith('mesh.envoyGateway.') && provider !== 'envoy-gateway') ||
  (['mesh.revision', 'mesh.version'].includes(field) && ['envoy-gateway', 'gateway-api'].includes(provider)) ||
  (['mesh.trustDomain', 'gateways[].management'].includes(field) && provider === 'gateway-api');

type Node = Record<string | number, unknown>;

/** Sets a field of the first element of each list on the way, and takes fields away that exclude it. */
function withLeaf(spec: object, { field }: Leaf, value: unknown): object {
  const copy = JSON.parse(JSON.stringify(spec)) as Node;
  const steps = field.split('.').flatMap((step) => (step.endsWith('[]') ? [step.slice(0, -2), 0] : [step]));
  const nodes: { node: Node; place: string }[] = [];
  let node = copy;
  let place = 'spec';
  for (const [index, step] of steps.entries()) {
    if (typeof step === 'string') {
      nodes.push({ node, place });
      place += `,${step}`;
    } else place += ',[]';
    if (index === steps.length - 1) node[step] = value;
    else {
      node[step] ??= typeof steps[index + 1] === 'number' ? [] : {};
      node = node[step] as Node;
    }
  }
  const names = steps.filter((step) => typeof step === 'string') as string[];
  for (const [index, { node: parent, place: at }] of nodes.entries()) settle(parent, at, names[index] as string);
  return copy;
}

function settle(parent: Node, place: string, kept: string): void {
  const titles = Object.keys(unionPlaces).filter((title) => unionPlaces[title]?.some((path) => path.join() === place));
  for (const { fields, holds } of titles.flatMap((title) => unions[title] ?? []))
    for (const other of fields)
      if (!holds(parent as Record<string, unknown>) && other !== kept && fields.includes(kept)) delete parent[other];
}

const print = ({ objects, prerequisites, diagnostics }: Expanded): string =>
  JSON.stringify([objects, prerequisites.map(({ kind, patch }) => [kind, patch]), diagnostics.map(({ code, message }) => [code, message])]);

const expandedBases = new Map<string, Expanded>();

function expandedBase(base: object): Expanded {
  const key = JSON.stringify(base);
  const expanded = expandedBases.get(key) ?? expandSpec(base);
  expandedBases.set(key, expanded);
  return expanded;
}

/** What setting a field does: `output`, `refused`, or nothing. */
function effect(leaf: Leaf, provider: ProviderName): string {
  const base = leafBase(leaf.field, provider);
  const before = expandedBase(base);
  const after = expandSpec(withLeaf(base, leaf, leafValue(leaf)));
  const broken = after.diagnostics.filter(({ severity, code }) => severity === 'error' && code < 'GI0200');
  if (broken.length > 0) return `the test's own value is wrong: ${broken[0]?.message}`;
  const refused = after.diagnostics.some(({ code, path = [] }) => code === 'GI0501' && leaf.field.startsWith(fieldOf(path)));
  return refused ? 'refused' : print(before) !== print(after) ? 'output' : 'nothing';
}

const fieldOf = (path: readonly (string | number)[]): string =>
  path.slice(1).reduce<string>((field, step) => (typeof step === 'number' ? `${field}[]` : field === '' ? step : `${field}.${step}`), '');

suite('support matrix', {
  'names fields that the schema has': () => {
    const fields = leaves.map(({ field }) => field);
    const known = (name: string): boolean =>
      fields.some((field) => `${field}.`.includes(name.startsWith('**.') ? `.${name.slice(3)}` : name));
    assert.equal(
      limits.map(({ field }) => field).filter((name) => !known(name)),
      [],
    );
  },
  'says nothing of a field twice for one provider': () => {
    const whole = limits
      .filter(({ only }) => only === undefined)
      .flatMap(({ field, providers: names }) => names.map((name) => `${name} ${field}`));
    assert.is(new Set(whole).size, whole.length);
  },
  'answers for a provider and a field': () => {
    assert.is(support('istio', 'expose[].routes[].fault'), true);
    const found = support('gateway-api', 'expose[].routes[].fault');
    assert.ok(found !== true && found[0]?.reason.includes('no faults'));
  },
});

suite(
  'every field has an effect or is refused',
  Object.fromEntries(
    providers.map((provider) => [
      provider,
      () => {
        const judged = leaves.filter(({ field }) => !(field in elsewhere) && !stages.test(field) && !sameThere(field, provider));
        const odd = judged.map((leaf) => `${leaf.field}: ${effect(leaf, provider)}`).filter((line) => !/: (output|refused)$/.test(line));
        assert.is(odd.join('\n'), '');
      },
    ]),
  ),
);
