import type { Workload } from '../inventory/workloads.ts';
import type { Mesh } from '../mesh.ts';
import type { Arrival } from '../policies/arrival.ts';
import { type Authentication, authenticate, headersAfter } from '../policies/authenticate.ts';
import { type Authorization, authorize, authorizeExternally, type PolicySet } from '../policies/authorize.ts';
import type { Addresses } from './client-address.ts';
import { decision } from './decision.ts';
import { headerOf, pathOf } from './match-route.ts';
import type { Request } from './request.ts';
import type { Decision, End } from './trace-result.ts';

/** What policies make of a request or connection: the end, or the request as it goes on. */
export interface Checked {
  readonly decisions: readonly Decision[];
  readonly end: End | undefined;
  /** As routes of this proxy see it: with the claims that were found valid here. */
  readonly request: Request;
  /** As it is passed on: without a token that this proxy takes off. */
  readonly onward: Request;
}

/**
 * Asks the policies for the pods of a workload, in the order of the proxy's filters: external authorizers, tokens, DENY and ALLOW. Routes come
 * afterwards; they see only claims that were found valid here.
 */
export function checkPolicies(mesh: Mesh, workload: Workload, request: Request, http: boolean, addresses: Addresses): Checked {
  const { implementation = 'istio' } = workload;
  if (implementation !== 'istio') return { decisions: [], end: undefined, request, onward: request };
  const { settings } = mesh;
  const set: PolicySet = {
    policies: mesh.authorizationPolicies.of(workload),
    trustDomains: [settings.trustDomain.value, ...settings.trustDomainAliases],
    providers: settings.extensionProviders,
  };
  const arrival = arrivalOf(request, http, addresses);
  const external = authorizeExternally(set, arrival);
  const asked = external ? [decided(external)] : [];
  if (external && !external.allowed) return refused(request, asked, external, http);
  const tokenPolicies = mesh.requestAuthentications.of(workload);
  const token: Authentication = http ? authenticate(tokenPolicies, request) : { kind: 'none' };
  const read = [...asked, ...tokenDecisions(token)];
  if (token.kind === 'refused') {
    const { status, because, field } = token;
    return { decisions: read, end: { kind: 'denied', status, because, field }, request, onward: request };
  }
  const claims = token.kind === 'accepted' ? token.claims : undefined;
  const passed = http ? { ...request, headers: headersAfter(request.headers, tokenPolicies, token) } : request;
  const authorization = authorize(set, { ...arrivalOf(passed, http, addresses), claims });
  const decisions = authorization ? [...read, decided(authorization)] : read;
  if (authorization && !authorization.allowed) return refused(request, decisions, authorization, http);
  if (token.kind !== 'accepted')
    return { decisions, end: undefined, request: http ? { ...passed, claims: undefined } : request, onward: passed };
  const onward = token.rule.forwardsToken ? passed : { ...passed, claims: undefined };
  return { decisions, end: undefined, request: { ...passed, claims }, onward };
}

function arrivalOf(request: Request, http: boolean, { peer, client }: Addresses): Arrival {
  return {
    http,
    method: request.method,
    path: pathOf(request),
    host: request.host,
    header: (name) => headerOf(request, name),
    port: request.port,
    serverName: request.serverName,
    principal: request.principal,
    peerAddress: peer,
    clientAddress: client,
    claims: undefined,
  };
}

function decided({ allowed, because, field, rejected, dependsOn }: Authorization): Decision {
  return decision('policy', because, { field, rejected, dependsOn, refused: !allowed });
}

function tokenDecisions(token: Authentication): readonly Decision[] {
  if (token.kind === 'accepted') return [decision('policy', token.because, { field: token.rule.field, dependsOn: token.dependsOn })];
  return token.kind === 'refused' ? [decision('policy', token.because, { field: token.field, refused: true })] : [];
}

/** Requests get 403; connections are closed. */
function refused(request: Request, decisions: readonly Decision[], { because, field }: Authorization, http: boolean): Checked {
  return { decisions, end: { kind: 'denied', status: http ? 403 : undefined, because, field }, request, onward: request };
}
