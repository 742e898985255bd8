import { unionPlaces, unions } from '../../functions/intent/generated/unions.ts';
import type { ProviderName } from '../../functions/intent/model.ts';
import { type Expanded, expandSpec } from './expand-intent.ts';
import { leafBase } from './leaf-bases.ts';
import type { Leaf } from './schema-leaves.ts';

type Node = Record<string | number, unknown>;

/** Sets a field of the first element of each list on the way, and takes fields away that exclude it. */
export function withLeaf(spec: object, { field }: Leaf, value: unknown): object {
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

/** A provider, in the ways in which what it makes differs as a whole. */
export interface Variant {
  readonly name: string;
  readonly provider: ProviderName;
  readonly mesh?: object;
}

const controlPlane = { name: 'icp', namespace: 'mesh' };

export const variants: readonly Variant[] = [
  { name: 'istio', provider: 'istio' },
  { name: 'mesh-gateway of Banzai Cloud', provider: 'mesh-gateway' },
  { name: 'mesh-gateway of Cisco', provider: 'mesh-gateway', mesh: { controlPlane } },
  { name: 'istio-gateway-api', provider: 'istio-gateway-api' },
  { name: 'envoy-gateway', provider: 'envoy-gateway' },
  { name: 'envoy-gateway in the mesh', provider: 'envoy-gateway', mesh: { envoyGateway: { sidecars: 'Enabled' } } },
  { name: 'gateway-api', provider: 'gateway-api' },
];

/** A spec in which a field has a meaning. */
export function baseOf(field: string, { provider, mesh }: Variant): object {
  const base = leafBase(field, provider) as { mesh?: object };
  return mesh === undefined ? base : { ...base, mesh: { ...mesh, ...base.mesh } };
}

const known = new Map<string, Expanded>();

function expanded(spec: object): Expanded {
  const key = JSON.stringify(spec);
  const found = known.get(key) ?? expandSpec(spec);
  known.set(key, found);
  return found;
}

/** What a value of a field does. */
export interface Outcome {
  /** The provider cannot do it, and says so. */
  readonly refused: boolean;
  /** The schema does not take the value: the test is wrong. */
  readonly broken: string | undefined;
  /** Everything that a user gets, as text. */
  readonly output: string;
}

/** What becomes of a spec in which the field has a meaning. */
export const baseOutput = (leaf: Leaf, variant: Variant): string => print(expanded(baseOf(leaf.field, variant)));

/** What becomes of it when the field has a value. */
export function outcome(leaf: Leaf, value: unknown, variant: Variant): Outcome {
  const after = expanded(withLeaf(baseOf(leaf.field, variant), leaf, value));
  const broken = after.diagnostics.find(({ severity, code }) => severity === 'error' && code < 'GI0200');
  return {
    refused: after.diagnostics.some(({ code, path = [] }) => code === 'GI0501' && leaf.field.startsWith(fieldOf(path))),
    broken: broken?.message,
    output: print(after),
  };
}

const fieldOf = (path: readonly (string | number)[]): string =>
  path.slice(1).reduce<string>((field, step) => (typeof step === 'number' ? `${field}[]` : field === '' ? step : `${field}.${step}`), '');
