import type { Path } from '../../diagnostics/path.ts';
import type { Facts, ProviderName } from '../../intent/model.ts';

/** What a condition of a limit is asked about. */
export interface Use {
  readonly value: unknown;
  /** From the spec of the intent. */
  readonly path: Path;
  readonly spec: object;
  readonly facts: Facts;
}

/** A field, or some of its values, that some providers cannot do. */
export interface Limit {
  /** Path of the field in the schema, from `spec`: `expose[].routes[].fault`; `**.` stands for any fields before it, `*` for the keys of a map. Fields below it are meant too. */
  readonly field: string;
  readonly providers: readonly ProviderName[];
  /** Why: a clause that follows the field. */
  readonly reason: string;
  /** What to do instead: an imperative. */
  readonly alternative: string;
  /** The same for one use, where more can be said of it. */
  readonly mending?: ((use: Use) => string | undefined) | undefined;
  /** Only these values; all values where it is absent. */
  readonly only?: Only;
}

/** Some values, in words and as a test. */
export interface Only {
  readonly words: string;
  readonly holds: (use: Use) => boolean;
  /** Whether the intent does not say enough to know: a warning. */
  readonly isOpen?: (use: Use) => boolean;
}

export const gatewayApis = ['istio-gateway-api', 'envoy-gateway', 'gateway-api'] as const;
/** Providers whose objects are Istio's own. */
export const istioApis = ['istio', 'mesh-gateway'] as const;
/** Everybody whose proxies Istio configures. */
export const istios = ['istio', 'mesh-gateway', 'istio-gateway-api'] as const;

/** Only one value, or some. */
export const onlyValues = (...values: readonly unknown[]): Only => ({
  words: values.map((value) => `\`${String(value)}\``).join(', '),
  holds: ({ value }) => values.includes(value),
});

/** Where both hold. */
export const both = (first: Only, second: Only): Only => ({
  words: `${first.words} ${second.words}`,
  holds: (use) => first.holds(use) && second.holds(use),
  isOpen: (use) => [first, second].some(({ isOpen }) => isOpen?.(use)),
});

/** Whether the proxies of Envoy Gateway are outside of the mesh. */
export const withoutSidecars: Only = {
  words: 'without `mesh.envoyGateway.sidecars`',
  holds: ({ facts }) => !facts.envoyGateway.sidecars,
};

/** Before this version, or where nobody knows the version. */
export const before = (major: number, minor: number): Only => ({
  words: `where \`mesh.version\` is not ${major}.${minor} or newer`,
  holds: ({ facts: { version } }: Use) => version === undefined || version[0] < major || (version[0] === major && version[1] < minor),
});

/** Before this version; where nobody knows the version, it may be so. */
export const onlySince = (major: number, minor: number): Only => ({
  ...before(major, minor),
  isOpen: ({ facts: { version } }) => version === undefined,
});
