import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath, type Path } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Exposure } from '../generated/gateway-intent.ts';
import type { Intent, Protocol } from '../model.ts';

/** Fields that speak of HTTP requests, which a proxy does not see in other protocols. */
const httpFields: readonly (keyof Exposure)[] = [
  'paths',
  'timeout',
  'retries',
  'cors',
  'requestHeaders',
  'responseHeaders',
  'rateLimit',
  'delegate',
];
const httpRouteFields = [
  'match',
  'redirect',
  'respond',
  'rewrite',
  'requestHeaders',
  'responseHeaders',
  'timeout',
  'retries',
  'fault',
  'mirror',
  'cors',
] as const;
const httpAuthFields = ['jwt', 'extAuthz', 'oidc', 'basic', 'apiKey'] as const;

/** HTTP fields on an exposure whose protocol is not HTTP. */
export function* layer4Problems(exposure: Exposure, path: Path, intent: Intent, protocol: Protocol): Generator<Diagnostic> {
  const wrong: Path[] = httpFields.filter((field) => exposure[field] !== undefined).map((field) => [...path, field]);
  for (const [index, route] of (exposure.routes ?? []).entries())
    for (const field of httpRouteFields) if (route[field] !== undefined) wrong.push([...path, 'routes', index, field]);
  for (const field of httpAuthFields) if (exposure.auth?.[field] !== undefined) wrong.push([...path, 'auth', field]);
  for (const [index, rule] of (exposure.auth?.rules ?? []).entries())
    for (const field of ['to', 'headers', 'claims'] as const)
      if (rule[field] !== undefined) wrong.push([...path, 'auth', 'rules', index, field]);
  for (const at of wrong)
    yield findingAt('GI0210', intent.item, at, {
      message: `\`${formatPath(at)}\` speaks of HTTP requests, which ${protocol === 'TLS' ? 'TLS passthrough hides from the gateway' : `a gateway does not see in ${protocol}`}`,
      fix: protocol === 'TLS' ? 'remove it, or let TLS end at the gateway (`tls.mode: Terminate`)' : 'remove it, or use an HTTP protocol',
    });
  if ((exposure.routes?.length ?? 0) > 1)
    yield findingAt('GI0210', intent.item, [...path, 'routes'], {
      message: `\`${formatPath([...path, 'routes'])}\` must have one entry for ${protocol}: there is nothing to tell requests apart by`,
      fix: 'use `backends` with weights, or an exposure for each host or port',
    });
}
