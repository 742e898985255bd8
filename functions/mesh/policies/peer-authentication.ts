import type { Item } from '../../krm/item.ts';
import { type Age, ageOf, byAge } from '../age.ts';
import type { Field } from '../field.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { isEmpty, type Labels, selects } from '../inventory/labels.ts';
import { ordered } from '../inventory/ordered.ts';
import { lazy, memo } from '../lazy.ts';
import { asLabels, asRecord, asText, isSet } from '../loose.ts';

/** Whether the receiving proxy wants mTLS. */
export type MtlsMode = 'DISABLE' | 'PERMISSIVE' | 'STRICT';

/** One PeerAuthentication object. */
export interface PeerAuthentication {
  readonly item: Item;
  readonly namespace: string;
  /** Empty: the whole namespace, or the whole mesh from the root namespace. */
  readonly selector: Labels;
  /** `undefined` inherits. */
  readonly mode: MtlsMode | undefined;
  readonly ports: ReadonlyMap<number, MtlsMode | undefined>;
  readonly age: Age;
}

/** A mode, and the object that sets it; absent where Istio's default PERMISSIVE holds. */
export interface EffectiveMtls {
  readonly mode: MtlsMode;
  readonly field: Field | undefined;
  /** The object that decides. */
  readonly policy: PeerAuthentication | undefined;
  /** Objects that compete with the one that decides: which is older is not known. */
  readonly rivals: readonly PeerAuthentication[];
}

export interface PeerAuthentications {
  readonly all: readonly PeerAuthentication[];
  /** What pods of a namespace with these labels demand on a container port. */
  modeOf(namespace: string, labels: Labels, port: number): EffectiveMtls;
  /** What clients assume for a namespace: selectors and ports are not looked at; `undefined` where nothing is written. */
  modeOfNamespace(namespace: string): MtlsMode | undefined;
}

export function peerAuthentications(objects: Inventory, rootNamespace: string): PeerAuthentications {
  const written = ordered(objects, ['security.istio.io', 'PeerAuthentication'], peerAuthentication, (a, b) => byAge(a.age, b.age));
  const inNamespace = memo((namespace: string) => {
    const own = written.inNamespace(namespace);
    return { wide: own.filter(({ selector }) => isEmpty(selector)), narrow: own.filter(({ selector }) => !isEmpty(selector)) };
  });
  const mesh = lazy(() => inNamespace(rootNamespace).wide);
  const ofNamespace = (namespace: string) => (namespace === rootNamespace ? [] : inNamespace(namespace).wide);

  return {
    get all() {
      return written.all;
    },
    modeOf(namespace, labels, port) {
      const own = namespace === rootNamespace ? [] : inNamespace(namespace).narrow.filter((policy) => selects(policy.selector, labels));
      const layers = [own, ofNamespace(namespace), mesh()];
      const [workload] = own;
      const decided = firstMode(layers);
      if (!workload?.ports.has(port)) return decided;
      const mode = workload.ports.get(port);
      const field = { item: workload.item, path: ['spec', 'portLevelMtls', String(port)] };
      return mode === undefined ? decided : { mode, field, policy: workload, rivals: own.slice(1) };
    },
    modeOfNamespace(namespace) {
      const [own] = ofNamespace(namespace);
      const [root] = mesh();
      if (own) return own.mode ?? root?.mode ?? 'PERMISSIVE';
      return root && (root.mode ?? 'PERMISSIVE');
    },
  };
}

/** The oldest object of the narrowest layer that sets a mode. */
function firstMode(layers: readonly (readonly PeerAuthentication[])[]): EffectiveMtls {
  for (const layer of layers) {
    const [oldest] = layer;
    if (oldest?.mode)
      return { mode: oldest.mode, field: { item: oldest.item, path: ['spec', 'mtls', 'mode'] }, policy: oldest, rivals: layer.slice(1) };
  }
  return { mode: 'PERMISSIVE', field: undefined, policy: undefined, rivals: [] };
}

function peerAuthentication(item: Item, namespace: string): PeerAuthentication {
  const spec = asRecord(item.object.spec);
  return {
    item,
    namespace,
    selector: asLabels(asRecord(spec.selector).matchLabels),
    mode: isSet(spec.mtls) ? mtlsMode(spec.mtls) : undefined,
    ports: new Map(Object.entries(asRecord(spec.portLevelMtls)).map(([port, value]) => [Number(port), mtlsMode(value)])),
    age: ageOf(item, namespace),
  };
}

function mtlsMode(value: unknown): MtlsMode | undefined {
  const mode = asText(asRecord(value).mode);
  return mode === 'DISABLE' || mode === 'PERMISSIVE' || mode === 'STRICT' ? mode : undefined;
}
