import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath } from '../../diagnostics/path.ts';
import type { Exposure, Gateway, Model } from '../../intent/model.ts';
import { placeOf } from '../../intent/resolve/server-entries.ts';
import { findingAt } from '../../krm/finding-at.ts';

const issuersAtGateway = ({ auth }: Exposure): string =>
  [...new Set(((auth?.enforceAt === 'Workload' ? undefined : auth?.jwt) ?? []).map(({ issuer }) => issuer))].sort().join(', ');

/** A token of an issuer that a gateway does not know is refused for every host, so all hosts of a gateway must know the same issuers. */
export function* tokenProblems(model: Model, exposure: Exposure, gateway: Gateway): Generator<Diagnostic> {
  if (exposure.auth?.jwt === undefined) return;
  const path = [...exposure.origin.path, 'auth', 'jwt'];
  const others = model.exposures.filter(
    (other) => other.gateway === gateway.key && other.family === 'http' && other !== exposure && !other.isRedirect,
  );
  const issuers = issuersAtGateway(exposure);
  const differing = others.find((other) => issuersAtGateway(other) !== issuers);
  if (differing === undefined) return;
  const theirs = issuersAtGateway(differing);
  yield findingAt('GI0222', exposure.intent.item, path, {
    message: `gateway "${gateway.key}" would read tokens of ${issuers} for "${exposure.hosts[0]}", but "${differing.hosts[0]}" (${placeOf(differing.origin)}, \`${formatPath(differing.origin.path)}\`) ${theirs === '' ? 'takes no tokens' : `takes those of ${theirs}`}`,
    fix: 'use `enforceAt: Workload` with `selector`, a gateway of its own, or the same `jwt` for both hosts',
  });
}
