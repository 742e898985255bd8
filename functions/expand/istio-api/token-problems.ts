import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath, type Path } from '../../diagnostics/path.ts';
import type { Auth } from '../../intent/generated/gateway-intent.ts';
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
  yield* differentHandling(exposure, others, path);
  const issuers = issuersAtGateway(exposure);
  const differing = others.find((other) => issuersAtGateway(other) !== issuers);
  if (differing === undefined) return;
  const theirs = issuersAtGateway(differing);
  yield findingAt('GI0222', exposure.intent.item, path, {
    message: `gateway "${gateway.key}" would read tokens of ${issuers} for "${exposure.hosts[0]}", but "${differing.hosts[0]}" (${placeOf(differing.origin)}, \`${formatPath(differing.origin.path)}\`) ${theirs === '' ? 'takes no tokens' : `takes those of ${theirs}`}`,
    fix: 'use `enforceAt: Workload` with `selector`, a gateway of its own, or the same `jwt` for both hosts',
  });
}

type Token = NonNullable<Auth['jwt']>[number];

/** What becomes of a token once it is taken; a proxy does it for all of its hosts. */
const handling = ({ forwardOriginalToken = false, claimsToHeaders = [] }: Token): string =>
  JSON.stringify([forwardOriginalToken, claimsToHeaders]);

/** Whether one token may fit both. */
const meet = (a: Token, b: Token): boolean =>
  a.issuer === b.issuer && (!a.audiences || !b.audiences || a.audiences.some((one) => b.audiences?.includes(one)));

/** A token of one issuer is handled as the first host that asks for it says: it would be sent on to a backend that another team keeps it from. */
function* differentHandling(exposure: Exposure, others: readonly Exposure[], path: Path): Generator<Diagnostic> {
  for (const [index, token] of (exposure.auth?.jwt ?? []).entries()) {
    const other = others.find(({ auth }) =>
      (auth?.enforceAt === 'Workload' ? [] : (auth?.jwt ?? [])).some((one) => meet(one, token) && handling(one) !== handling(token)),
    );
    if (other === undefined) continue;
    const at = [...path, index];
    yield findingAt('GI0222', exposure.intent.item, at, {
      message: `\`${formatPath(at)}\` has another \`forwardOriginalToken\` or \`claimsToHeaders\` for tokens of ${token.issuer} than "${other.hosts[0]}" (${placeOf(other.origin)}, \`${formatPath([...other.origin.path, 'auth', 'jwt'])}\`): a gateway handles a token in one way for all of its hosts`,
      fix: 'say the same for both hosts, give them different `audiences`, or use `enforceAt: Workload` or a gateway of its own',
    });
  }
}
