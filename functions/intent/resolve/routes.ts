import { formatPath, type Path } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { ExposureDefaults, Exposure as WrittenExposure, Route as WrittenRoute } from '../generated/gateway-intent.ts';
import type { Action, Backend, Match, Route } from '../model.ts';
import { type BackendContext, backendOf, writtenBackend } from './backends.ts';
import { mergeHeaders, settleHeaders } from './header-changes.ts';

export { mergeHeaders };

/** The routes of an exposure with what they inherit. `path` is the exposure's. */
export function routesOf(exposure: WrittenExposure, path: Path, defaults: ExposureDefaults | undefined, context: BackendContext): Route[] {
  const inherited = inheritance(exposure, defaults);
  if (exposure.routes !== undefined)
    return exposure.routes.map((route, index) => writtenRoute(route, [...path, 'routes', index], inherited, context));
  const matches = (exposure.paths ?? []).flatMap((prefix, index) => normalised({ path: { prefix } }, [...path, 'paths', index], context));
  return [
    {
      ...settleHeaders(inherited, exposureAction(exposure, path, context)),
      origin: {
        item: context.intent.item,
        path: [...path, exposure.delegate ? 'delegate' : exposure.to === undefined ? 'backends' : 'to'],
      },
      name: undefined,
      matches,
      rewrite: undefined,
      fault: undefined,
      mirror: undefined,
    },
  ];
}

type Inherited = Pick<Route, 'timeout' | 'retries' | 'cors' | 'requestHeaders' | 'responseHeaders'>;

function inheritance(exposure: WrittenExposure, defaults: ExposureDefaults = {}): Inherited {
  return {
    timeout: exposure.timeout ?? defaults.timeout,
    retries: exposure.retries ?? defaults.retries,
    cors: exposure.cors,
    requestHeaders: mergeHeaders(defaults.requestHeaders, exposure.requestHeaders),
    responseHeaders: mergeHeaders(defaults.responseHeaders, exposure.responseHeaders),
  };
}

function writtenRoute(route: WrittenRoute, path: Path, inherited: Inherited, context: BackendContext): Route {
  const matches = (route.match ?? []).flatMap((match, index) => normalised(match, [...path, 'match', index], context));
  const everything = (route.match ?? []).length > 0 && matches.some((match) => Object.keys(match).length === 1);
  const headers = {
    requestHeaders: mergeHeaders(inherited.requestHeaders, route.requestHeaders),
    responseHeaders: mergeHeaders(inherited.responseHeaders, route.responseHeaders),
  };
  return {
    ...settleHeaders(headers, actionOf(route, path, context)),
    origin: { item: context.intent.item, path },
    name: route.name,
    matches: everything ? [] : matches,
    rewrite: route.rewrite,
    timeout: route.timeout ?? inherited.timeout,
    retries: route.retries ?? inherited.retries,
    cors: route.cors ?? inherited.cors,
    fault: route.fault,
    mirror: route.mirror && {
      backend: backendOf(route.mirror.to, [...path, 'mirror', 'to'], context),
      percent: route.mirror.percent ?? 100,
    },
  };
}

function actionOf(route: WrittenRoute, path: Path, context: BackendContext): Action {
  if (route.redirect !== undefined) return { kind: 'redirect', redirect: route.redirect };
  if (route.respond !== undefined) return { kind: 'respond', respond: route.respond };
  return { kind: 'forward', backends: forwards(route, path, context) };
}

function exposureAction(exposure: WrittenExposure, path: Path, context: BackendContext): Action {
  const { delegate } = exposure;
  if (delegate !== undefined) return { kind: 'delegate', name: delegate.name, namespace: delegate.namespace ?? context.intent.namespace };
  return { kind: 'forward', backends: forwards(exposure, path, context) };
}

function forwards(written: Pick<WrittenRoute, 'to' | 'backends'>, path: Path, context: BackendContext): Backend[] {
  if (written.to !== undefined) return [backendOf(written.to, [...path, 'to'], context)];
  const backends = (written.backends ?? []).map((backend, index) => writtenBackend(backend, [...path, 'backends', index], context));
  if (backends.length > 0 && backends.every(({ weight }) => weight === 0))
    context.report(
      findingAt('GI0206', context.intent.item, [...path, 'backends'], {
        message: `\`${formatPath([...path, 'backends'])}\` must not give every backend the weight 0`,
        fix: 'give one of them a weight, or remove the route',
      }),
    );
  return backends;
}

/** A match without what is no condition: trailing slashes of prefixes, the prefix `/`, empty lists. */
function normalised(match: Omit<Match, 'origin'>, path: Path, { intent }: BackendContext): Match[] {
  const { path: pathMatch, headers, queryParams, cookies, withoutHeaders, ...rest } = match;
  const prefix = pathMatch?.prefix?.replace(/\/+$/, '');
  const lists = Object.entries({ headers, queryParams, cookies, withoutHeaders }).filter(
    ([, list]) => list !== undefined && list.length > 0,
  );
  return [
    {
      origin: { item: intent.item, path },
      ...rest,
      ...(pathMatch === undefined || prefix === '' ? {} : { path: prefix === undefined ? pathMatch : { prefix } }),
      ...Object.fromEntries(lists),
    },
  ];
}
