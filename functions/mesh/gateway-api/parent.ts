import type { Item } from '../../krm/item.ts';
import type { Field } from '../field.ts';
import type { ScopedHost } from '../hosts/qualify.ts';
import type { Implementation } from './implementation.ts';

/** A listener that routes may attach to. */
export interface Parent {
  /** Gateway, or ListenerSet. */
  readonly item: Item;
  readonly kind: string;
  readonly namespace: string;
  readonly section: string;
  readonly port: number;
  readonly protocol: string;
  /** `''` for every host. */
  readonly hostname: string;
  /** The hostname for every namespace whose routes may attach; none: `~`, which is no namespace. */
  readonly hosts: readonly ScopedHost[];
  readonly allowedKinds: readonly string[];
  /** `namespace/name` by which its routes bind to it. */
  readonly internalName: string;
  readonly implementation: Implementation;
  readonly field: Field;
}

/** One entry of `parentRefs` and one listener that it may mean. */
export interface Attachment {
  readonly route: Item;
  /** The entry of `parentRefs`. */
  readonly field: Field;
  readonly parent: Parent;
  /** Why the listener does not take the route; `undefined` where it does. */
  readonly refused: string | undefined;
  /** Hostnames of listeners beside this one, on the same port: what they match better is theirs. */
  readonly rivals: readonly string[];
}
