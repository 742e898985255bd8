import type { Item } from '../../krm/item.ts';
import { ageOf } from '../age.ts';
import { below } from '../field.ts';
import { serviceHost } from '../hosts/qualify.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Namespaces } from '../inventory/namespaces.ts';
import type { MeshSettings } from '../inventory/settings.ts';
import { asList, asNumber, asRecord, asText, asTexts, type Loose } from '../loose.ts';
import { exportTo } from '../registry/export-to.ts';
import type { VirtualService } from '../routes/virtual-services.ts';
import type { BackendParts } from './backends.ts';
import type { Grants } from './grants.ts';
import type { Implementation } from './implementation.ts';
import type { Attachment } from './parent.ts';

/** What routes are read with. */
export interface Around {
  readonly objects: Inventory;
  readonly settings: MeshSettings;
  readonly grants: Grants;
  readonly namespaces: Namespaces;
}

/** A route, and the listeners that take it. */
export interface Route {
  readonly item: Item;
  readonly namespace: string;
  readonly spec: Loose;
  readonly attached: readonly Attachment[];
  readonly around: Around;
}

/** A part of a route before routes of the same listener and host are merged. */
export interface Part {
  readonly key: string;
  readonly virtualService: VirtualService;
  readonly implementation: Implementation;
}

/** Services and ServiceEntries that a route names as parents: it is for calls to them within the mesh. */
export function serviceParents({
  item,
  namespace,
  spec,
  around,
}: Route): readonly { readonly hosts: readonly string[]; readonly port: number }[] {
  const { objects, settings } = around;
  return asList(spec.parentRefs).flatMap((entry) => {
    const ref = asRecord(entry);
    const owner = asText(ref.namespace) || namespace;
    const name = asText(ref.name);
    const port = asNumber(ref.port) ?? 0;
    if (ref.kind === 'Service' && !ref.group)
      return item.id.kind === 'HTTPRoute' || item.id.kind === 'GRPCRoute'
        ? [{ hosts: [serviceHost(name, owner, settings.clusterDomain.value)], port }]
        : [];
    if (ref.kind !== 'ServiceEntry') return [];
    const declared = objects.find('networking.istio.io', 'ServiceEntry', owner, name);
    return [{ hosts: asTexts(asRecord(declared?.object.spec).hosts), port }];
  });
}

/** What the backends of a route are read with. */
export function backendParts({ item, namespace, around }: Route, needsGrants: boolean): BackendParts {
  return {
    objects: around.objects,
    namespaces: around.namespaces,
    grants: around.grants,
    clusterDomain: around.settings.clusterDomain.value,
    route: item,
    namespace,
    needsGrants,
  };
}

/** A VirtualService of a route for one host and one listener, or `mesh`, without its rules. */
export function bareRule({ item, namespace, around }: Route, host: string, gateway: string): VirtualService {
  return {
    item,
    namespace,
    name: item.id.name,
    hosts: [host],
    hostsField: below({ item, path: ['spec'] }, 'hostnames'),
    gateways: [gateway],
    exportTo: exportTo([], around.settings.defaultExportTo.virtualService, namespace),
    http: [],
    tls: [],
    tcp: [],
    semantics: 'gateway-api',
    age: ageOf(item, namespace),
    lost: [],
  };
}
