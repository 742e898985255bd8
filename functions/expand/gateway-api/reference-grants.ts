import { groupBy } from '../../krm/group-by.ts';
import type { KubeObject } from '../../krm/kube-object.ts';
import type { Made } from '../made.ts';

/** An object that names one of another namespace. */
interface Crossing {
  readonly made: Made;
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/**
 * Grants for everything that routes and policies refer to in other namespaces, beside what is referred to:
 * https://gateway-api.sigs.k8s.io/api-types/referencegrant/
 */
export function referenceGrants(made: readonly Made[]): Made[] {
  const crossings = made.flatMap((one) => references(one.object.spec).flatMap((reference) => crossing(one, reference)));
  const key = ({ made: { object }, namespace }: Crossing): string => `${namespace} ${object.metadata.namespace} ${object.metadata.name}`;
  return [...groupBy(crossings, key).values()].map(grant);
}

const fields = ['backendRefs', 'backendRef', 'certificateRefs', 'caCertificateRefs', 'clientSecret', 'users', 'credentialRefs'];

/** Everything below that refers to an object with a namespace; gateways need no grant. */
function references(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([field, one]) => [
    ...(fields.includes(field) ? [one].flat().filter(isReference) : []),
    ...references(one),
  ]);
}

const isReference = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function crossing(made: Made, reference: Record<string, unknown>): Crossing[] {
  const {
    namespace,
    name,
    group = '',
    kind = 'Service',
  } = reference as { namespace?: string; name: string; group?: string; kind?: string };
  return namespace === undefined || namespace === made.object.metadata.namespace ? [] : [{ made, group, kind, name, namespace }];
}

function grant(crossings: readonly Crossing[]): Made {
  const [first] = crossings as readonly [Crossing, ...Crossing[]];
  const { metadata } = first.made.object;
  return {
    object: {
      apiVersion: 'gateway.networking.k8s.io/v1beta1',
      kind: 'ReferenceGrant',
      metadata: { name: `${metadata.namespace}-${metadata.name}`, namespace: first.namespace },
      spec: {
        from: unique(
          crossings.map(({ made: { object } }) => ({ group: groupOf(object), kind: object.kind, namespace: object.metadata.namespace })),
        ),
        to: unique(crossings.map(({ group, kind, name }) => ({ group, kind, name }))),
      },
    },
    origin: first.made.origin,
    owners: [...new Set(crossings.flatMap(({ made }) => made.owners))],
  };
}

const groupOf = ({ apiVersion }: KubeObject): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] as string) : '');

const unique = <T extends object>(list: readonly T[]): T[] => [...new Map(list.map((entry) => [JSON.stringify(entry), entry])).values()];
