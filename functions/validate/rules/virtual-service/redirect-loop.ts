import { isSubsetOf } from '../../../hosts/host-name.ts';
import { terminatesHttps } from '../../../mesh/listeners/gateway.ts';
import type { HttpMatch, HttpRule, Redirect } from '../../../mesh/routes/http-rule.ts';
import { matchesText, type StringMatch } from '../../../mesh/routes/string-match.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { type Meeting, meetings } from '../../spots/met-servers.ts';

export const redirectLoop: Rule = {
  code: 'GI2425',
  name: 'redirect-loop',
  severity: 'warning',
  summary: 'A redirect should not lead to what it redirects.',
  why: 'the client is redirected for ever',
  fix: 'narrow the match, by `uri`, `port` or `authority`, or change where the redirect leads',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect',
  *check(world) {
    for (const meeting of meetings(world)) {
      for (const [index, rule] of meeting.virtualService.http.entries()) {
        const { redirect } = rule;
        if (redirect === undefined || redirect.port !== undefined || !staysOnHost(redirect, meeting) || !staysOnPort(redirect, meeting))
          continue;
        const matches = rule.matches.length === 0 ? [undefined] : rule.matches;
        const loops = matches.some(
          (match) => fitsAgain(match, redirect, meeting) && !isCaught(redirect, meeting.virtualService.http.slice(0, index)),
        );
        if (loops) yield wrongAt(redirect.field, `leads to ${redirect.path?.value ?? 'the same path'}, which the rule redirects again`);
      }
    }
  },
};

function staysOnHost({ authority }: Redirect, { virtualService }: Meeting): boolean {
  return authority === '' || virtualService.hosts.some((host) => isSubsetOf(authority, host));
}

/** The scheme is that of the request, or one that the same rules serve. */
function staysOnPort({ scheme }: Redirect, { servers, isForMesh }: Meeting): boolean {
  const open = servers.filter(({ tls }) => !tls?.httpsRedirect);
  if (scheme === '') return true;
  return scheme === 'https' ? open.some(terminatesHttps) : isForMesh || open.some((server) => !terminatesHttps(server));
}

function fitsAgain(match: HttpMatch | undefined, redirect: Redirect, meeting: Meeting): boolean {
  if (match === undefined) return redirect.path?.kind !== 'prefix';
  const { scheme, authority, path } = redirect;
  if (scheme !== '' && (match.port !== 0 || match.scheme !== undefined || match.gateways.length > 0))
    return changesNothing(match, redirect, meeting);
  if (authority !== '' && match.authority !== undefined && !matchesText(match.authority, authority)) return false;
  if (match.headers.size > 0 || match.queryParams.size > 0 || match.withoutHeaders.size > 0) return false;
  if (path === undefined) return true;
  return path.kind === 'full' && (match.uri === undefined || fitsPath(match.uri, match.ignoreUriCase, path.value));
}

/** A match of one scheme is left by a redirect to another. */
function changesNothing({ scheme, port, gateways }: HttpMatch, redirect: Redirect, { servers }: Meeting): boolean {
  if (gateways.length > 0 || redirect.path !== undefined) return false;
  const mine = servers.filter((server) => port === 0 || server.port === port);
  const isSame = scheme === undefined || matchesText(scheme, redirect.scheme);
  return isSame && mine.length > 0 && mine.every((server) => terminatesHttps(server) === (redirect.scheme === 'https'));
}

function fitsPath(uri: StringMatch, ignoreCase: boolean, path: string): boolean {
  return matchesText(uri.kind === 'present' ? uri : { ...uri, ignoreCase }, path);
}

/** Whether an earlier rule may take the request that comes back. */
function isCaught({ path, scheme, authority }: Redirect, earlier: readonly HttpRule[]): boolean {
  return earlier.some(({ matches }) =>
    matches.some((match) => {
      if (path === undefined)
        return (
          (scheme !== '' || authority !== '') &&
          (match.port !== 0 || match.scheme !== undefined || match.authority !== undefined || match.gateways.length > 0)
        );
      return match.uri === undefined || fitsPath(match.uri, match.ignoreUriCase, path.value);
    }),
  );
}
