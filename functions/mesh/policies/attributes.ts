import { isIP } from 'node:net';
import { containsAddress } from '../../hosts/address.ts';
import { matchesFully } from '../routes/string-match.ts';
import { claimValues } from '../trace/match-route.ts';
import type { Principal } from '../trace/request.ts';
import type { Arrival } from './arrival.ts';
import { fitsHeader, fitsPath, fitsPattern, quoted } from './pattern.ts';

/** What is around a policy. */
export interface PolicyContext {
  readonly namespace: string;
  /** The mesh's own trust domain, then its aliases. */
  readonly trustDomains: readonly string[];
}

/** How one value of an attribute is compared. `unknown`: it rests on something that nobody told. `invalid`: istiod cannot use the value. */
export type Comparison = 'yes' | 'no' | 'unknown' | 'invalid';

/** Something of a request that policies look at. */
export interface Attribute {
  readonly httpOnly?: true;
  compare(value: string, arrival: Arrival, context: PolicyContext): Comparison;
  /** For messages. */
  actual(arrival: Arrival): string;
  /** What would have to be known. */
  readonly unknown?: string;
}

const said = (answer: boolean): Comparison => (answer ? 'yes' : 'no');
const shown = (value: string | undefined): string => (value === undefined || value === '' ? 'none' : `"${value}"`);

/** `spiffe://` and what follows, as certificates of the mesh have it. */
function identity({ trustDomain, namespace, serviceAccount }: Principal): string {
  return `spiffe://${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}

const name = (principal: Principal | undefined): string | undefined => principal && identity(principal).slice('spiffe://'.length);

function byIdentity(matches: (value: string, identity: string, context: PolicyContext) => boolean): Attribute {
  return {
    compare: (value, { principal }, context) => said(principal !== undefined && matches(value, identity(principal), context)),
    actual: ({ principal }) => (principal ? `"${name(principal)}"` : 'nobody: the caller proves no identity (no mTLS)'),
  };
}

function byAddress(of: (arrival: Arrival) => string | undefined, unknown: string): Attribute {
  return {
    compare(value, arrival) {
      if (isIP(value.split('/')[0] ?? '') === 0) return 'invalid';
      if (/\/0+$/.test(value)) return 'yes';
      const address = of(arrival);
      return address === undefined ? 'unknown' : said(containsAddress(value, address) > 0);
    },
    actual: (arrival) => shown(of(arrival)),
    unknown,
  };
}

function byClaims(path: readonly string[]): Attribute {
  return {
    httpOnly: true,
    compare: (value, { claims }) => said(claimValues(claims, path).some((claim) => fitsPattern(value, claim))),
    actual: ({ claims }) => (claims === undefined ? 'none: there is no valid token' : shown(claimValues(claims, path).join(', '))),
  };
}

/** Trust domains of the mesh stand for each other, and `cluster.local` for all of them. */
function withAliases(value: string, { trustDomains }: PolicyContext): readonly string[] {
  const [domain = '', ...rest] = value.split('/');
  const known = trustDomains.includes(domain) || domain === 'cluster.local' || (domain.startsWith('*') && domain.length > 1);
  if (rest.length !== 4 || !known) return [value];
  return [value, ...trustDomains.map((own) => [own, ...rest].join('/'))];
}

const attributes: Readonly<Record<string, Attribute>> = {
  'source.principal': byIdentity((value, spiffe, context) =>
    withAliases(value, context).some((one) => (one === '*' ? spiffe !== '' : fitsPattern(one, spiffe.slice('spiffe://'.length)))),
  ),
  'source.namespace': byIdentity((value, spiffe) => matchesFully(`.*/ns/${value.split('*').map(quoted).join('.*')}/.*`, spiffe)),
  'source.serviceAccount': byIdentity((value, spiffe, { namespace }) => {
    const [owner = '', account] = value.includes('/') ? value.split('/', 2) : [namespace, value];
    return matchesFully(`spiffe://.+/ns/${quoted(owner)}/(.+/|)sa/${quoted(account ?? '')}(/.+)?`, spiffe);
  }),
  'source.trustDomain': byIdentity((value, spiffe, { trustDomains }) => {
    const domain = /^spiffe:\/\/([^/]*)\//.exec(spiffe)?.[1] ?? '';
    return (trustDomains.includes(value) ? trustDomains : [value]).some((one) => one === '*' || fitsPattern(one, domain));
  }),
  'source.ip': byAddress(({ peerAddress }) => peerAddress, 'the address of the client'),
  'remote.ip': byAddress(({ clientAddress }) => clientAddress, 'the address of the client'),
  'destination.ip': byAddress(() => undefined, 'the address of the pods'),
  'destination.port': {
    compare: (value, { port }) => (/^\d+$/.test(value) && Number(value) <= 65_535 ? said(Number(value) === port) : 'invalid'),
    actual: ({ port }) => `${port}, the port of the pods`,
  },
  'connection.sni': {
    compare: (value, { serverName }) => said(fitsPattern(value, serverName)),
    actual: ({ serverName }) => shown(serverName),
  },
  'request.hosts': {
    httpOnly: true,
    compare: (value, { host }) => said(fitsHeader(value, host, true)),
    actual: ({ host }) => shown(host),
  },
  'request.methods': {
    httpOnly: true,
    compare: (value, { method }) => said(fitsHeader(value, method)),
    actual: ({ method }) => shown(method),
  },
  'request.paths': { httpOnly: true, compare: (value, { path }) => said(fitsPath(value, path)), actual: ({ path }) => shown(path) },
  'request.auth.principal': {
    httpOnly: true,
    compare: (value, { claims }) => said(fitsRequestPrincipal(value, claims)),
    actual: ({ claims }) => (claims === undefined ? 'none: there is no valid token' : shown(`${claims.iss}/${claims.sub}`)),
  },
  'request.auth.audiences': byClaims(['aud']),
  'request.auth.presenter': byClaims(['azp']),
};

/** `issuer/subject`, both ends of which may be `*` (`authz/model/generator.go` requestPrincipalGenerator). */
function fitsRequestPrincipal(value: string, claims: Arrival['claims']): boolean {
  const [issuer, subject] = [claims?.iss, claims?.sub];
  if (typeof issuer !== 'string' || typeof subject !== 'string') return false;
  const slash = value.lastIndexOf('/');
  if (value === '*') return issuer !== '' && subject !== '';
  if (slash < 0) return fitsWithoutSlash(value, issuer, subject);
  const [wantedIssuer, wantedSubject] = [value.slice(0, slash), value.slice(slash + 1)];
  if (value.startsWith('*')) return fitsPattern(wantedIssuer, issuer) && subject === wantedSubject;
  return issuer === wantedIssuer && (value.endsWith('*') ? fitsPattern(wantedSubject, subject) : subject === wantedSubject);
}

function fitsWithoutSlash(value: string, issuer: string, subject: string): boolean {
  if (value.startsWith('*')) return issuer !== '' && fitsPattern(value, subject);
  return value.endsWith('*') ? fitsPattern(value, issuer) && subject !== '' : issuer === value && subject === '';
}

/** The attribute of a key; `undefined` for one that istiod does not know. */
export function attributeOf(key: string): Attribute | undefined {
  const known = attributes[key];
  if (known) return known;
  const [, header] = /^request\.headers\[(.*)\]$/.exec(key) ?? [];
  if (header !== undefined) {
    return {
      httpOnly: true,
      compare: (value, arrival) => said(fitsHeader(value, arrival.header(header.toLowerCase()))),
      actual: (arrival) => shown(arrival.header(header.toLowerCase())),
    };
  }
  const [, claims] = /^request\.auth\.claims\[(.*)\]$/.exec(key) ?? [];
  if (claims !== undefined) return byClaims(claims.split(']['));
  if (key.startsWith('experimental.envoy.filters.'))
    return { compare: () => 'unknown', actual: () => 'unknown', unknown: `what another filter of the proxy says (\`${key}\`)` };
  return undefined;
}
