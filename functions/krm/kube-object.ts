/** A Kubernetes object as plain data. Providers and rules never change one that they were given. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: unknown;
}

export interface Metadata {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly [field: string]: unknown;
}

/** What tells objects apart. `namespace` is absent for cluster-scoped objects and for those that leave it to the host. */
export interface ObjectId {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** Everybody who looks for an object among others asks for it. */
const identities = new WeakMap<ObjectId, string>();

/** The identity that the API server uses: version left out, because all versions of a group show the same object. */
export function identity(id: ObjectId): string {
  const known = identities.get(id);
  if (known !== undefined) return known;
  const made = identityOf(id);
  identities.set(id, made);
  return made;
}

function identityOf(id: ObjectId): string {
  const group = id.apiVersion.includes('/') ? id.apiVersion.slice(0, id.apiVersion.indexOf('/')) : '';
  return `${group}/${id.kind}/${id.namespace ?? ''}/${id.name}`;
}

/** `Kind namespace/name`, as messages name an object. */
export function display(id: ObjectId): string {
  return `${id.kind} ${id.namespace ? `${id.namespace}/` : ''}${id.name}`;
}
