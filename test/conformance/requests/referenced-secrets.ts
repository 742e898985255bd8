import { createHash } from 'node:crypto';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { certificateFor } from '../local/certificates.ts';
import { namespaceOf } from './gateways.ts';
import { base64 } from './named-secrets.ts';

/** A user, and the API key of a client, in the Secrets that are made up. */
export const credentials = { user: 'ann', password: 'secret', key: 'key-1' } as const;

/** What is in a Secret or a ConfigMap by the field that refers to it. */
const contents: Readonly<Record<string, () => Readonly<Record<string, string>>>> = {
  caCertificateRefs: () => ({ 'ca.crt': certificateFor([]).ca }),
  clientCertificateRef: () => {
    const { certificate, key } = certificateFor(['gateway.example.com']);
    return { 'tls.crt': certificate, 'tls.key': key };
  },
  clientSecret: () => ({ 'client-secret': 'secret' }),
  users: () => ({ '.htpasswd': `${credentials.user}:{SHA}${createHash('sha1').update(credentials.password).digest('base64')}` }),
  credentialRefs: () => ({ client: credentials.key }),
};

interface Reference {
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Stand-ins for the Secrets and ConfigMaps that policies and backends of the Gateway API name and that no file has. One that is named in several ways holds all of it. */
export function referencedSecrets(objects: readonly KubeObject[]): readonly KubeObject[] {
  const existing = new Set(objects.map(idOf));
  const made = new Map<string, KubeObject>();
  for (const object of objects)
    for (const { field, reference } of references(object.spec)) {
      const { kind = 'Secret', name, namespace = namespaceOf(object) } = reference;
      const data = Object.entries(contents[field]?.() ?? {}).map(([key, text]) => [key, kind === 'Secret' ? base64(text) : text]);
      const one: KubeObject = { apiVersion: 'v1', kind, metadata: { name, namespace } };
      const before = made.get(idOf(one)) as { data?: object } | undefined;
      if (!existing.has(idOf(one))) made.set(idOf(one), { ...one, data: { ...before?.data, ...Object.fromEntries(data) } } as KubeObject);
    }
  return [...made.values()];
}

/** The Secrets with nothing but a CA among them, as the miniature Istio makes them. */
export function referencedAuthorities(objects: readonly KubeObject[]): readonly object[] {
  return objects
    .filter(({ apiVersion }) => apiVersion.startsWith('gateway.networking.k8s.io/'))
    .flatMap((object) =>
      references(object.spec).flatMap(({ field, reference: { name, namespace = namespaceOf(object) } }) =>
        field === 'caCertificateRefs' ? [{ name, namespace, hosts: ['ca.example.com'], caOnly: true }] : [],
      ),
    );
}

const idOf = (object: KubeObject): string => `${object.kind} ${namespaceOf(object)}/${object.metadata.name}`;

function references(value: unknown): { readonly field: string; readonly reference: Reference }[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([field, one]) => [
    ...(field in contents ? [one].flat().map((reference: Reference) => ({ field, reference })) : []),
    ...references(one),
  ]);
}
