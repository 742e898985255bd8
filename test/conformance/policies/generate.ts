import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { type Random, random } from '../mesh/random.ts';
import { type Generated, generateRequests } from './requests.ts';
import { audiences, claims, issuers, sources, targets, whens } from './vocabulary.ts';
import { backends, world } from './world.ts';

const root = 'istio-system';
const spaces = [root, 'shop', 'shop', 'pay'];

/** Policies of all kinds in one cluster, and requests to try them. */
export function generate(seed: number): Generated & { readonly objects: readonly KubeObject[] } {
  const dice = random(seed);
  const policies = [
    ...dice.times(2, 6, (index) => authorizationPolicy(dice, index)),
    ...dice.times(0, 3, (index) => requestAuthentication(dice, index)),
    ...peerAuthentications(dice),
    ...dice.times(0, 2, (index) => destinationRule(dice, index)),
  ];
  const setting = { trustedProxies: dice.chance(0.3) ? dice.pick([1, 2]) : 0, claim: dice.chance(0.5) ? dice.pick(claims) : undefined };
  return { objects: [...world(setting), ...policies], ...generateRequests(dice) };
}

/** The pods of one workload, or all of the namespace. */
function selector(dice: Random, namespace: string): object {
  const names = [...backends.filter((one) => namespace === root || one.namespace === namespace).map(({ name }) => name)];
  const all = namespace === 'pay' ? names : [...names, 'public'];
  return dice.chance(0.7) ? { selector: { matchLabels: { app: dice.pick(all) } } } : {};
}

function authorizationPolicy(dice: Random, index: number): KubeObject {
  const namespace = dice.pick(spaces);
  const action = dice.pick([undefined, 'ALLOW', 'ALLOW', 'DENY', 'DENY', 'AUDIT'] as const);
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: {
      name: `rules-${index}`,
      namespace,
      ...(action !== 'AUDIT' && dice.chance(0.06) ? { annotations: { 'istio.io/dry-run': 'true' } } : {}),
    },
    spec: { ...selector(dice, namespace), ...(action ? { action } : {}), ...rules(dice, action) },
  };
}

function rules(dice: Random, action: string | undefined): object {
  const least = action === 'DENY' || action === 'AUDIT' ? 1 : 0;
  const written = dice.times(dice.chance(0.1) ? least : 1, 3, () => rule(dice));
  return written.length > 0 ? { rules: written } : {};
}

function rule(dice: Random): object {
  return {
    ...(dice.chance(0.6) ? { from: dice.times(1, 2, () => ({ source: conditions(dice, sources) })) } : {}),
    ...(dice.chance(0.6) ? { to: dice.times(1, 2, () => ({ operation: conditions(dice, targets) })) } : {}),
    ...(dice.chance(0.4) ? { when: dice.some(whens, 1, 2).map(({ key, values }) => when(dice, key, values)) } : {}),
  };
}

const when = (dice: Random, key: string, values: readonly string[]) => ({
  key,
  [dice.chance(0.75) ? 'values' : 'notValues']: dice.some(values, 1, 2),
});

function conditions(dice: Random, known: Readonly<Record<string, readonly string[]>>): object {
  const names = dice.some(Object.keys(known), 1, 2);
  return Object.fromEntries(
    names.map((name) => {
      const field = dice.chance(0.75) ? name : `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      return [field, dice.some(known[name] ?? [], 1, 3)];
    }),
  );
}

function requestAuthentication(dice: Random, index: number): KubeObject {
  const namespace = dice.pick(spaces);
  const known = dice.some(issuers, 1, 2);
  const jwtRules = known.map((issuer) => ({
    issuer,
    jwksUri: `${issuer}/jwks.json`,
    ...(dice.chance(0.3) ? { audiences: dice.some(audiences, 1, 2) } : {}),
    ...(dice.chance(0.5) ? { forwardOriginalToken: dice.chance(0.7) } : {}),
    ...(dice.chance(0.3) ? { outputClaimToHeaders: [{ header: 'x-team', claim: dice.pick(['sub', 'nested.role', 'groups']) }] } : {}),
    ...(dice.chance(0.15) ? { fromHeaders: [{ name: 'x-token', prefix: 'Bearer ' }] } : {}),
  }));
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
    metadata: { name: `tokens-${index}`, namespace },
    spec: { ...selector(dice, namespace), jwtRules },
  };
}

const modes = ['STRICT', 'STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET'] as const;

/** At most one for the mesh, one for each namespace, one for each workload. */
function peerAuthentications(dice: Random): readonly KubeObject[] {
  const whole = [root, 'shop', 'pay'].filter(() => dice.chance(0.3)).map((namespace) => ({ namespace, spec: {} }));
  const single = backends
    .filter(() => dice.chance(0.2))
    .map(({ namespace, name }) => ({
      namespace,
      spec: {
        selector: { matchLabels: { app: name } },
        ...(dice.chance(0.5) ? { portLevelMtls: { [dice.pick([8080, 9000])]: { mode: dice.pick(modes) } } } : {}),
      },
    }));
  return [...whole, ...single].map(({ namespace, spec }, index) => ({
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name: `mtls-${index}`, namespace },
    spec: { ...spec, mtls: { mode: dice.pick(modes) } },
  }));
}

/** What clients do, which may not be what servers want. */
function destinationRule(dice: Random, index: number): KubeObject {
  const { name, namespace } = dice.pick(backends);
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: `client-${index}`, namespace: dice.pick([namespace, 'shop', root]) },
    spec: {
      host: `${name}.${namespace}.svc.cluster.local`,
      trafficPolicy: { tls: { mode: dice.pick(['DISABLE', 'ISTIO_MUTUAL', 'SIMPLE']) } },
    },
  };
}
