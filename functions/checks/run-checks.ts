import { explainedEnd } from '../explain/end.ts';
import type { Check } from '../intent/generated/gateway-intent.ts';
import type { Intent } from '../intent/model.ts';
import type { Item } from '../krm/item.ts';
import { certificateHash } from '../mesh/listeners/client-demands.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { ClientCertificate } from '../mesh/trace/client-certificate.ts';
import { requestOfUrl, type Source } from '../mesh/trace/request.ts';
import { trace } from '../mesh/trace/trace.ts';
import type { Decision, Trace } from '../mesh/trace/trace-result.ts';
import { urlProblem } from '../mesh/trace/url-problem.ts';
import type { Dependence } from '../mesh/truth.ts';
import type { CheckResult, WrittenCheck } from './check-result.ts';
import { isMet, passes } from './compare.ts';
import { readExpectation, type Wanted, wantedText } from './expectation.ts';

/** The checks of intents, in the order written. */
export function writtenChecks(intents: readonly Intent[]): readonly WrittenCheck[] {
  return intents.flatMap(({ item, namespace, spec }) =>
    (spec.checks ?? []).map((check, index) => ({ item, path: ['spec', 'checks', index], check, namespace })),
  );
}

/** What comes of every check. */
export function runChecks(mesh: Mesh, checks: readonly WrittenCheck[]): readonly CheckResult[] {
  return checks.map((written) => runCheck(mesh, written));
}

function runCheck(mesh: Mesh, written: WrittenCheck): CheckResult {
  const { check, namespace } = written;
  const bare = { written, expected: '', actual: '', decidedBy: undefined, restsOn: [] };
  const bad = urlProblem(check.request);
  if (bad !== undefined) return { ...bare, outcome: 'wrong', actual: bad, field: 'request' };
  const read = readExpectation(check.expect);
  if ('problem' in read) return { ...bare, outcome: 'wrong', actual: read.problem, field: 'expect' };
  const { via } = check.expect;
  const { headers, clientIP, jwt: claims } = check;
  const parts = { headers, clientIP, claims, clientCertificate: certificateOf(check) };
  const found = trace(mesh, sourceOf(written), requestOfUrl(check.request, parts));
  const isRight = isMet(mesh, read.wanted, found, namespace);
  const isOnTheWay = via === undefined || passes(mesh, via, found);
  const unsure = unsureOf(found, read.wanted, isRight && isOnTheWay);
  const age = found.dependsOn.find(({ on }) => on === 'order');
  return {
    written,
    outcome: age ? 'fails' : unsure.length > 0 ? 'unclear' : isRight && isOnTheWay ? 'holds' : 'fails',
    expected: wantedText(read.wanted, via),
    actual: `${actualText(mesh, found, isRight)}${age ? `, as long as their age is right: ${age.because}` : ''}`,
    decidedBy: decidedBy(found),
    restsOn: unsure,
    field: isRight && !isOnTheWay ? 'expect.via' : `expect.${read.field}`,
  };
}

function certificateOf({ clientCertificate }: Check): ClientCertificate | undefined {
  if (clientCertificate === undefined) return undefined;
  return { names: clientCertificate.subjectAltNames, hashes: clientCertificate.hashes?.map(certificateHash) };
}

function sourceOf({ check: { from, expect } }: WrittenCheck): Source {
  if (from === undefined) return { kind: 'outside', gateway: expect.via === 'none' ? undefined : expect.via };
  return { kind: 'workload', namespace: from.namespace, serviceAccount: from.serviceAccount, labels: from.labels };
}

/** What would have to be known to be sure. Absent pods and Services only decide whether what is found answers at all. */
function unsureOf({ ends, dependsOn }: Trace, wanted: Wanted, holds: boolean): readonly string[] {
  const refuses = wanted.kind === 'unreachable' || (wanted.kind === 'status' && (wanted.status === 503 || wanted.status === 500));
  const matters = (dependence: Dependence): boolean => {
    if (dependence.on === 'order') return false;
    if (dependence.on === 'request') return true;
    if (dependence.on === 'unmodelled') return !dependence.items.every(isExtension);
    if (dependence.on === 'setting') return !holds && dependence.setting === 'outboundTrafficPolicy';
    return !holds && refuses;
  };
  const open = ends.flatMap(({ end }) => (end.kind === 'unknown' ? [end.because] : []));
  return [...new Set([...open, ...dependsOn.filter(matters).map(({ because }) => because)])];
}

/** They change how proxies work, and rarely where requests go: nobody would want every check in doubt because of them. */
function isExtension({ id }: Item): boolean {
  return id.kind === 'EnvoyFilter' || id.kind === 'WasmPlugin';
}

function actualText(mesh: Mesh, found: Trace, isRight: boolean): string {
  const taking = found.ends.filter(({ share }) => share > 0);
  const shares = new Map<string, number>();
  for (const { end, share } of taking) {
    const { text, because } = explainedEnd(mesh, { end, share });
    const key = `${end.kind === 'answered' ? `reaches ${text}` : end.kind === 'redirected' ? `is redirected to ${end.location}` : `gets ${text}`}${because === undefined ? '' : `: ${because}`}`;
    shares.set(key, (shares.get(key) ?? 0) + share);
  }
  const texts = [...shares].map(([text, share]) => (shares.size === 1 ? text : `${text} (${Math.round(share * 1000) / 10} %)`));
  const gateways = taking[0]?.hops.filter(({ at }) => at === 'gateway').map(({ workload }) => workload?.key ?? '') ?? [];
  return isRight ? `${texts.join(', ')} through ${gateways.join(', ') || 'no gateway'}` : texts.join(', ');
}

/** The last decision that is written somewhere, of the first way. */
function decidedBy({ ends }: Trace): CheckResult['decidedBy'] {
  const [first] = ends;
  const decisions: readonly Decision[] = first?.hops.flatMap((hop) => hop.decisions) ?? [];
  const made = decisions.findLast(({ what, field, verdict }) => field !== undefined && (verdict === 'no' || deciding.has(what)));
  return made?.field && { because: made.because, field: made.field };
}

const deciding = new Set<Decision['what']>(['route', 'policy', 'chain', 'virtual-host']);
