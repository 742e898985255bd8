import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { namespaceOf } from './gateways.ts';

interface Reference {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
}

/** Services for everything that routes and policies of the Gateway API lead to and that no file has. */
export function referencedServices(objects: readonly KubeObject[]): readonly KubeObject[] {
  const existing = new Set(
    objects.filter(({ kind }) => kind === 'Service').map((service) => `${namespaceOf(service)}/${service.metadata.name}`),
  );
  const ports = new Map<string, Map<number, string>>();
  for (const object of objects)
    for (const { group = '', kind = 'Service', name, namespace = namespaceOf(object), port = 80 } of references(object.spec)) {
      const id = `${namespace}/${name}`;
      if (group !== '' || kind !== 'Service' || existing.has(id)) continue;
      ports.set(id, (ports.get(id) ?? new Map()).set(port, object.kind === 'UDPRoute' ? 'UDP' : 'TCP'));
    }
  return [...ports].map(([id, own]) => {
    const [namespace = '', name = ''] = id.split('/');
    const list = [...own].map(([port, protocol]) => ({ name: `port-${port}`, port, targetPort: port, protocol }));
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { selector: { app: name }, ports: list },
    } as KubeObject;
  });
}

const fields = ['backendRefs', 'backendRef'];

function references(value: unknown): Reference[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([field, one]) => [
    ...(fields.includes(field) ? ([one].flat() as Reference[]) : []),
    ...references(one),
  ]);
}
