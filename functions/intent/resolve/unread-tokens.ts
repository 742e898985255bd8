import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath, type Path } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Item } from '../../krm/item.ts';
import type { AccessRule, Auth } from '../generated/gateway-intent.ts';
import type { Exposure, Gateway } from '../model.ts';

/** Access rules that ask for tokens which nobody reads: such a rule fits nothing, or everything where it says what a token must not be. */
export function* unreadTokens(gateways: readonly Gateway[], exposures: readonly Exposure[], items: readonly Item[]): Generator<Diagnostic> {
  if (items.some(readsTokens)) return;
  const atWorkloads = exposures.filter(({ auth }) => auth?.enforceAt === 'Workload').flatMap(({ auth }) => issuersOf(auth));
  for (const gateway of gateways) {
    if (gateway.management === 'External' || !ofIstio(gateway)) continue;
    const served = exposures.filter((exposure) => exposure.gateway === gateway.key && exposure.auth?.enforceAt !== 'Workload');
    const issuers = [gateway.spec.auth, ...served.map(({ auth }) => auth)].flatMap(issuersOf);
    if (gateway.declared) yield* problems(gateway.spec.auth, issuers, gateway.intent.item, [...gateway.origin.path, 'auth']);
    for (const { auth, intent, origin } of served) yield* problems(auth, issuers, intent.item, [...origin.path, 'auth']);
  }
  for (const { auth, intent, origin } of exposures)
    if (auth?.enforceAt === 'Workload') yield* problems(auth, atWorkloads, intent.item, [...origin.path, 'auth']);
}

/** Envoy Gateway and other classes say tokens and rules in one object, and are told of it elsewhere. */
const ofIstio = ({ provider }: Gateway): boolean => provider !== 'envoy-gateway' && provider !== 'gateway-api';

/** The kind comes first: an object is read when it is asked for, and there may be thousands of others. */
const readsTokens = (item: Item): boolean =>
  item.id.kind === 'RequestAuthentication' && item.object.metadata?.labels?.['app.kubernetes.io/managed-by'] !== 'gateway-intent';

const issuersOf = (auth: Auth | undefined): string[] => (auth?.jwt ?? []).map(({ issuer }) => issuer);

function* problems(auth: Auth | undefined, issuers: readonly string[], item: Item, path: Path): Generator<Diagnostic> {
  for (const [index, rule] of (auth?.rules ?? []).entries()) {
    const found = asked(rule, issuers);
    if (found === undefined) continue;
    const at = [...path, 'rules', index, ...found.path];
    yield findingAt('GI0239', item, at, {
      message: `\`${formatPath(at)}\` asks for ${found.what}, and ${issuers.length === 0 ? 'no `jwt` reads tokens' : `\`jwt\` reads those of ${[...new Set(issuers)].join(', ')}`}: ${effect(rule, found.isContrary)}`,
    });
  }
}

interface Asked {
  readonly path: Path;
  readonly what: string;
  readonly isContrary: boolean;
}

/** What a rule asks of tokens that none of the issuers writes. */
function asked({ from = {}, claims = {} }: AccessRule, issuers: readonly string[]): Asked | undefined {
  const { requestPrincipals = [], notRequestPrincipals = [] } = from;
  const isNobody = (principals: readonly string[]) => principals.length > 0 && !principals.some((one) => issuers.some(mayWrite(one)));
  if (isNobody(requestPrincipals)) return { path: ['from', 'requestPrincipals'], what: 'a token', isContrary: false };
  if (issuers.length > 0) return undefined;
  if (Object.keys(claims).length > 0) return { path: ['claims'], what: 'a claim of a token', isContrary: false };
  return isNobody(notRequestPrincipals) ? { path: ['from', 'notRequestPrincipals'], what: 'a token', isContrary: true } : undefined;
}

/** Whether tokens of an issuer can have a principal that a pattern fits. */
const mayWrite =
  (pattern: string) =>
  (issuer: string): boolean => {
    if (pattern.startsWith('*')) return true;
    const [start, own] = [pattern.replace(/\*$/, ''), `${issuer}/`];
    return start.startsWith(own) || (pattern.endsWith('*') && own.startsWith(start));
  };

function effect({ action }: AccessRule, isContrary: boolean): string {
  if (isContrary) return action === 'ALLOW' ? 'every request is let in' : 'every request is refused';
  return action === 'ALLOW' ? 'it lets no request in' : 'it refuses no request';
}
