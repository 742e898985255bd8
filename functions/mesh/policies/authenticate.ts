import { byText } from '../age.ts';
import type { Field } from '../field.ts';
import { asRecord, asText, asTexts } from '../loose.ts';
import type { Dependence } from '../truth.ts';
import { type JwtRule, type RequestAuthentication, type TokenPlace, usualPlaces } from './request-authentication.ts';

/** What a proxy makes of the token of a request. */
export type Authentication =
  /** No token, or nobody who looks at it. */
  | { readonly kind: 'none' }
  | {
      readonly kind: 'accepted';
      readonly claims: Claims;
      readonly rule: JwtRule;
      readonly because: string;
      readonly dependsOn: readonly Dependence[];
    }
  | { readonly kind: 'refused'; readonly status: 401 | 403; readonly because: string; readonly field: Field };

type Claims = Readonly<Record<string, unknown>>;

/** A request as far as tokens are concerned. */
export interface Bearer {
  /** Claims of a valid token that the client sends wherever it is looked for. */
  readonly claims: Claims | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** With the query. */
  readonly path: string;
}

/** As `jwt_authn` does with what istiod writes (`security/authn/policy_applier.go`): a token must be valid, and need not be there. */
export function authenticate(policies: readonly Pick<RequestAuthentication, 'rules'>[], bearer: Bearer): Authentication {
  const rules = policies.flatMap((policy) => policy.rules);
  const [first] = rules;
  if (!first) return { kind: 'none' };
  if (bearer.claims) return judged(rules, first, bearer.claims, []);
  for (const place of new Map(rules.flatMap(({ places }) => places).map((one) => [`${one.kind} ${one.name}`, one])).values()) {
    const token = tokenAt(place, bearer);
    if (token === undefined) continue;
    const looking = rules.filter(({ places }) => places.some(({ kind, name }) => kind === place.kind && name === place.name));
    const claims = payloadOf(token);
    if (!claims) return { kind: 'refused', status: 401, because: `the token in ${placeText(place)} is no JWT`, field: first.field };
    return judged(looking, looking[0] ?? first, claims, [{ on: 'outside', because: 'whether the signature of the token is valid' }]);
  }
  return { kind: 'none' };
}

function judged(rules: readonly JwtRule[], first: JwtRule, claims: Claims, dependsOn: readonly Dependence[]): Authentication {
  const issuer = asText(claims.iss);
  const fitting = rules.filter((rule) => rule.issuer === '' || rule.issuer === issuer);
  const [rule] = fitting;
  if (!rule) {
    if (!rules.some(({ places }) => places === usualPlaces)) return { kind: 'none' };
    const known = [...new Set(rules.map((one) => `"${one.issuer}"`))].join(', ');
    return {
      kind: 'refused',
      status: 401,
      because: `the token is of issuer "${issuer}", and only ${known} is known here`,
      field: first.field,
    };
  }
  const accepting = fitting.find((one) => one.audiences.length === 0 || audiencesOf(claims).some((audience) => isAudience(one, audience)));
  if (accepting)
    return { kind: 'accepted', claims: normalized(claims, accepting), rule: accepting, because: `token of issuer "${issuer}"`, dependsOn };
  const wanted = rule.audiences.map((audience) => `"${audience}"`).join(', ');
  return { kind: 'refused', status: 403, because: `the token is not for ${wanted}`, field: rule.field };
}

/** Envoy takes off the scheme and a slash at the end before it compares audiences. */
function isAudience({ audiences }: JwtRule, audience: string): boolean {
  const bare = (text: string) => text.replace(/^https?:\/\//, '').replace(/\/$/, '');
  return audiences.some((wanted) => bare(wanted) === bare(audience));
}

function audiencesOf({ aud }: Claims): readonly string[] {
  return typeof aud === 'string' ? [aud] : asTexts(aud);
}

function normalized(claims: Claims, { spaceDelimitedClaims }: JwtRule): Claims {
  const split = spaceDelimitedClaims.flatMap((name) => {
    const value = claims[name];
    return typeof value === 'string' && value.includes(' ') ? [[name, value.split(' ').filter((part) => part !== '')] as const] : [];
  });
  return { ...claims, ...Object.fromEntries(split) };
}

function tokenAt({ kind, name, prefix }: TokenPlace, { headers, path }: Bearer): string | undefined {
  if (kind === 'header') {
    const value = headers[name];
    return value?.startsWith(prefix) ? value.slice(prefix.length).trim() || undefined : undefined;
  }
  if (kind === 'cookie') {
    const cookies = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
    return cookies.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  }
  return new URLSearchParams(/\?([^#]*)/.exec(path)?.[1] ?? '').get(name) ?? undefined;
}

function placeText({ kind, name }: TokenPlace): string {
  return kind === 'parameter' ? `query parameter "${name}"` : `${kind} "${name}"`;
}

/** The claims of a token, without looking at its signature. */
function payloadOf(token: string): Claims | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return claims !== null && typeof claims === 'object' ? asRecord(claims) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The headers after tokens were looked at: headers for claims that a client has written itself are taken off by every rule that is tried, which is all up to
 * the one that accepts, by issuer; then claims are passed on, and the token itself only where that is said.
 */
export function headersAfter(
  headers: Bearer['headers'],
  policies: readonly Pick<RequestAuthentication, 'rules'>[],
  token: Authentication,
): Bearer['headers'] {
  const rules = policies.flatMap((policy) => policy.rules).sort((one, other) => byText(one.issuer, other.issuer));
  const tried = token.kind === 'accepted' ? rules.slice(0, rules.indexOf(token.rule) + 1) : rules;
  const own = new Set(tried.flatMap(({ payloadHeader, claimHeaders }) => [payloadHeader, ...claimHeaders.map(({ header }) => header)]));
  const clean = Object.fromEntries(Object.entries(headers).filter(([name]) => !own.has(name)));
  return token.kind === 'accepted' ? passedOn(clean, token) : clean;
}

function passedOn(headers: Bearer['headers'], { claims, rule }: { readonly claims: Claims; readonly rule: JwtRule }): Bearer['headers'] {
  const changed: Record<string, string> = { ...headers };
  for (const { header, claim } of rule.claimHeaders) {
    const value = claim.split('.').reduce<unknown>((inner, name) => asRecord(inner)[name], claims);
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') changed[header] = String(value);
  }
  if (rule.payloadHeader !== '') changed[rule.payloadHeader] = Buffer.from(JSON.stringify(claims)).toString('base64url');
  if (!rule.forwardsToken) for (const { kind, name } of rule.places) if (kind === 'header') delete changed[name];
  return changed;
}
