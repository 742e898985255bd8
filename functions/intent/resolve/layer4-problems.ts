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

/** The HTTP fields that an exposure sets, as paths. */
function httpFieldsOf(exposure: Exposure, path: Path): Path[] {
  const own = httpFields.filter((field) => exposure[field] !== undefined).map((field) => [...path, field]);
  const routes = (exposure.routes ?? []).flatMap((route, index) =>
    httpRouteFields.filter((field) => route[field] !== undefined).map((field) => [...path, 'routes', index, field]),
  );
  const auth = httpAuthFields.filter((field) => exposure.auth?.[field] !== undefined).map((field) => [...path, 'auth', field]);
  const rules = (exposure.auth?.rules ?? []).flatMap((rule, index) =>
    (['to', 'headers', 'claims'] as const)
      .filter((field) => rule[field] !== undefined)
      .map((field) => [...path, 'auth', 'rules', index, field]),
  );
  return [...own, ...routes, ...auth, ...rules];
}

/** HTTP fields on an exposure whose protocol is not HTTP. */
export function* layer4Problems(exposure: Exposure, path: Path, intent: Intent, protocol: Protocol): Generator<Diagnostic> {
  const hidden = protocol === 'TLS' ? 'TLS passthrough hides from the gateway' : `a gateway does not see in ${protocol}`;
  const fix =
    protocol === 'TLS' ? 'remove it, or let TLS end at the gateway (`tls.mode: Terminate`)' : 'remove it, or use an HTTP protocol';
  for (const at of httpFieldsOf(exposure, path))
    yield findingAt('GI0210', intent.item, at, { message: `\`${formatPath(at)}\` speaks of HTTP requests, which ${hidden}`, fix });
  if ((exposure.routes?.length ?? 0) > 1)
    yield findingAt('GI0210', intent.item, [...path, 'routes'], {
      message: `\`${formatPath([...path, 'routes'])}\` must have one entry for ${protocol}: there is nothing to tell requests apart by`,
      fix: 'use `backends` with weights, or an exposure for each host or port',
    });
}
