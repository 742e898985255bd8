import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath, type Path, valueAt } from '../../diagnostics/path.ts';
import { isWildcard } from '../../hosts/host-name.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Exposure, Match, Route } from '../model.ts';
import { namesHost } from './redirect-host.ts';

/** Fields of a route that do not fit together. */
export function* routeProblems(route: Route, exposure: Exposure): Generator<Diagnostic> {
  const replaces: [Path, string | undefined][] = [
    [['rewrite', 'prefix'], route.rewrite?.prefix],
    [['redirect', 'prefix'], route.action.kind === 'redirect' ? route.action.redirect.prefix : undefined],
  ];
  for (const [field, value] of replaces) {
    const odd = value === undefined ? undefined : route.matches.find(({ path }) => path?.exact !== undefined || path?.regex !== undefined);
    if (odd === undefined) continue;
    const path = [...route.origin.path, ...field];
    yield findingAt('GI0231', route.origin.item, path, {
      message: `\`${formatPath(path)}\` needs a prefix to replace, but \`${formatPath([...odd.origin.path, 'path'])}\` is ${odd.path?.exact === undefined ? 'an expression' : 'an exact path'}`,
      fix: odd.path?.exact === undefined ? 'use `rewrite.regex`' : 'use `path` instead of `prefix`, or match a prefix',
    });
  }
  for (const match of route.matches) yield* matchProblems(match, exposure);
}

function* matchProblems(match: Match, exposure: Exposure): Generator<Diagnostic> {
  if (match.path?.prefix?.includes('*')) yield starredPrefix(match, match.path.prefix);
  const ports = exposure.attachments.map(({ port }) => port);
  if (match.port !== undefined && exposure.gateway !== undefined && !ports.includes(match.port) && !ports.includes(undefined)) {
    const path = [...match.origin.path, 'port'];
    yield findingAt('GI0231', match.origin.item, path, {
      message: `\`${formatPath(path)}\` is ${match.port}, but the exposure is served on ${ports.join(' and ')}`,
      fix: `use ${ports.join(' or ')}, or add a listener`,
    });
  }
  for (const field of ['headers', 'withoutHeaders', 'queryParams'] as const) {
    const names = (match[field] ?? []).map(({ name, not }) => `${not ? 'not ' : ''}${field === 'queryParams' ? name : name.toLowerCase()}`);
    const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
    if (twice < 0) continue;
    const path = [...match.origin.path, field, twice, 'name'];
    yield findingAt('GI0231', match.origin.item, path, {
      message: `\`${formatPath(path)}\` "${match[field]?.[twice]?.name}" has a condition already: proxies take one for each name`,
      fix: 'write both as one `regex`',
    });
  }
  if (match.cookies !== undefined && [...(match.headers ?? []), ...(match.withoutHeaders ?? [])].some(isCookie))
    yield findingAt('GI0231', match.origin.item, [...match.origin.path, 'cookies'], {
      message: `\`${formatPath([...match.origin.path, 'cookies'])}\` are looked for in the header "Cookie", which has a condition already: proxies take one for each name`,
      fix: 'write all conditions on cookies in `cookies`',
    });
  if ((match.cookies?.length ?? 0) > 3)
    yield findingAt('GI0231', match.origin.item, [...match.origin.path, 'cookies'], {
      message: `\`${formatPath([...match.origin.path, 'cookies'])}\` must not have more than 3 conditions: they are matched in every order in which a browser may send them`,
      fix: 'leave the least important one out',
    });
}

const isCookie = ({ name }: { readonly name: string }): boolean => name.toLowerCase() === 'cookie';

/** A redirect that must name the host cannot do so for a wildcard. */
export function* unnamedHosts({ hosts, routes, attachments }: Exposure): Generator<Diagnostic> {
  const wildcard = hosts.find(isWildcard);
  const ports = attachments.map(({ port }) => port);
  for (const route of wildcard === undefined ? [] : routes.filter((one) => namesHost(one, ports))) {
    const path = [...route.origin.path, 'redirect'];
    yield findingAt('GI0231', route.origin.item, path, {
      message: `\`${formatPath(path)}\` leads to the usual port of its scheme, but clients of "${wildcard}" come with port ${ports.find((port) => port !== 80 && port !== 443)}, which Istio keeps`,
      fix: 'set `host`, or name the hosts of the exposure',
    });
  }
}

/** Written in `paths`, the match is the path itself. */
function starredPrefix({ origin: { item, path } }: Match, prefix: string): Diagnostic {
  const at = typeof valueAt(item.object, path) === 'string' ? path : [...path, 'path', 'prefix'];
  const plain = prefix.replace(/\/?\*+$/, '') || '/';
  return findingAt('GI0231', item, at, {
    message: `\`${formatPath(at)}\` "${prefix}" has a star, which stands for itself: a prefix has none`,
    fix: plain.includes('*') ? 'use `regex`' : `write "${plain}": it fits everything below, too`,
  });
}
