import { isIP } from 'node:net';
import { containsAddress } from '../../hosts/address.ts';
import { below, type Field } from '../field.ts';
import { asList, asRecord, asText, asTexts, isSet, type Loose } from '../loose.ts';
import type { Dependence } from '../truth.ts';
import { type Authentication, authenticate, type Bearer, headersAfter } from './authenticate.ts';
import type { EffectivePolicy } from './effective-policy.ts';
import { type JwtRule, type TokenPlace, usualPlaces } from './request-authentication.ts';

/** What a policy says: the status of a refusal, or nothing. */
export interface Secured {
  readonly refused: { readonly status: number; readonly because: string; readonly field: Field } | undefined;
  readonly because: string;
  /** As they go on. */
  readonly headers: Bearer['headers'];
  readonly dependsOn: readonly Dependence[];
}

/** Who may pass, in the order of Envoy Gateway's filters: external authorizer, keys, passwords, sign-in, tokens, rules. */
export function secure(policy: EffectivePolicy, request: Bearer, client: string | undefined): Secured {
  const { item, spec } = policy;
  const root: Field = { item, path: ['spec'] };
  const unmodelled = (because: string): Dependence => ({ on: 'unmodelled', because, items: [item] });
  const open: Dependence[] = [];
  const refuse = (status: number, because: string, ...path: string[]): Secured => ({
    refused: { status, because, field: below(root, ...path) },
    because,
    headers: request.headers,
    dependsOn: open,
  });
  if (isSet(spec.extAuth)) open.push(unmodelled('what the external authorizer answers'));
  const keys = asList(asRecord(spec.apiKeyAuth).extractFrom).flatMap((from) => asTexts(asRecord(from).headers));
  if (isSet(spec.apiKeyAuth)) {
    if (keys.length > 0 && !keys.some((name) => request.headers[name.toLowerCase()] !== undefined))
      return refuse(401, 'there is no API key', 'apiKeyAuth');
    open.push(unmodelled('whether the API key is a known one'));
  }
  if (isSet(spec.basicAuth)) {
    if (!/^basic /i.test(request.headers.authorization ?? '')) return refuse(401, 'there is no user name and password', 'basicAuth');
    open.push(unmodelled('whether user name and password are known'));
  }
  if (isSet(spec.oidc)) open.push(unmodelled('whether the user has signed in'));
  const tokens = [{ rules: tokenRules(asRecord(spec.jwt), below(root, 'jwt')) }];
  const token = authenticate(tokens, request);
  if (token.kind === 'refused') return refuse(token.status, token.because, 'jwt');
  if (token.kind === 'none' && isSet(spec.jwt) && asRecord(spec.jwt).optional !== true) return refuse(401, 'there is no token', 'jwt');
  const rules = authorize(asRecord(spec.authorization), { client, token }, below(root, 'authorization'));
  open.push(...rules.rests.map(unmodelled));
  const { allowed, because, field } = rules;
  const headers = headersAfter(request.headers, tokens, token);
  return { refused: allowed ? undefined : { status: 403, because, field }, because, headers, dependsOn: open };
}

function tokenRules(jwt: Loose, field: Field): readonly JwtRule[] {
  return asList(jwt.providers).map((provider, index) => jwtRule(asRecord(provider), below(field, 'providers', index)));
}

function jwtRule(provider: Loose, field: Field): JwtRule {
  const from = asRecord(provider.extractFrom);
  const places: readonly TokenPlace[] = [
    ...asList(from.headers)
      .map(asRecord)
      .map(({ name, valuePrefix }) => ({ kind: 'header' as const, name: asText(name).toLowerCase(), prefix: asText(valuePrefix) })),
    ...asTexts(from.params).map((name) => ({ kind: 'parameter' as const, name, prefix: '' })),
    ...asTexts(from.cookies).map((name) => ({ kind: 'cookie' as const, name, prefix: '' })),
  ];
  return {
    issuer: asText(provider.issuer),
    audiences: asTexts(provider.audiences),
    places: places.length > 0 ? places : usualPlaces,
    forwardsToken: true,
    payloadHeader: '',
    claimHeaders: asList(provider.claimToHeaders)
      .map(asRecord)
      .map(({ header, claim }) => ({ header: asText(header).toLowerCase(), claim: asText(claim) })),
    spaceDelimitedClaims: ['scope'],
    field,
  };
}

interface Who {
  readonly client: string | undefined;
  readonly token: Authentication;
}

interface Ruled {
  readonly allowed: boolean;
  readonly because: string;
  readonly field: Field;
  readonly rests: readonly string[];
}

/** The first rule that fits decides. What cannot be evaluated is passed over, and told. */
function authorize(authorization: Loose, who: Who, field: Field): Ruled {
  const rests: string[] = [];
  for (const [index, value] of asList(authorization.rules).entries()) {
    const rule = asRecord(value);
    const fit = fits(rule, who);
    if (fit === 'unknown')
      rests.push(`whether rule ${index} of the SecurityPolicy fits (${isSet(rule.cel) ? '`cel`' : 'the address of the client'})`);
    if (fit !== true) continue;
    const allowed = rule.action === 'Allow';
    return {
      allowed,
      because: `rule ${index} of the SecurityPolicy ${allowed ? 'allows' : 'denies'} it`,
      field: below(field, 'rules', index),
      rests,
    };
  }
  const allowed =
    asList(authorization.rules).length === 0 ? authorization.defaultAction !== 'Deny' : authorization.defaultAction === 'Allow';
  return {
    allowed,
    because: `no rule of the SecurityPolicy fits: by default it ${allowed ? 'lets in' : 'denies'}`,
    field: below(field, 'defaultAction'),
    rests,
  };
}

function fits(rule: Loose, { client, token }: Who): boolean | 'unknown' {
  const principal = asRecord(rule.principal);
  const ranges = asTexts(principal.clientCIDRs);
  const inRange =
    ranges.length === 0
      ? true
      : client === undefined
        ? ranges.some((range) => /\/0$/.test(range)) || ('unknown' as const)
        : ranges.some((range) => isIn(range, client));
  const claims = isSet(principal.jwt) ? hasClaims(asRecord(principal.jwt), token) : true;
  if (inRange === false || !claims) return false;
  return inRange === 'unknown' || isSet(rule.cel) || isSet(rule.operation) || isSet(principal.headers) ? 'unknown' : true;
}

function isIn(range: string, client: string): boolean {
  return isIP(client) > 0 && containsAddress(range, client) > 0;
}

function hasClaims({ claims, scopes }: Loose, token: Authentication): boolean {
  if (token.kind !== 'accepted') return false;
  const values = (name: string): readonly unknown[] =>
    [name.split('.').reduce<unknown>((inner, key) => asRecord(inner)[key], token.claims)].flat();
  const own = asList(claims)
    .map(asRecord)
    .every(({ name, values: wanted }) => asTexts(wanted).some((value) => values(asText(name)).includes(value)));
  return own && asTexts(scopes).every((scope) => values('scope').includes(scope));
}
