import { formatPath } from '../../diagnostics/path.ts';
import type { Gateway, Model } from '../../intent/model.ts';
import { placeOf } from '../../intent/resolve/server-entries.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Stage } from '../stage.ts';
import { isTLS } from './backend-tls-policies.ts';

/** The client certificate that a gateway shows to all backends with TLS. One for all, so those that want another one, or none, are told. */
export function mutualSecret(model: Model, gateway: Gateway, stage: Stage): string | undefined {
  const withTLS = model.exposures.filter((exposure) => exposure.gateway === gateway.key && isTLS(exposure.backendPolicy?.tls));
  const mutual = withTLS.find(({ backendPolicy }) => backendPolicy?.tls?.mode === 'Mutual');
  const secret = mutual?.backendPolicy?.tls?.clientSecretName;
  if (mutual === undefined || secret === undefined) return undefined;
  for (const other of withTLS) {
    if (other.backendPolicy?.tls?.clientSecretName === secret) continue;
    const path = [...other.origin.path, 'backendPolicy', 'tls'];
    stage.report(
      findingAt('GI0503', other.intent.item, path, {
        message: `\`${formatPath(path)}\` would be called with the client certificate "${secret}" of ${placeOf(mutual.origin)}: a Gateway has one for all of its backends`,
        fix: 'use the same client certificate for both, or another gateway for one of them',
      }),
    );
  }
  return secret;
}
