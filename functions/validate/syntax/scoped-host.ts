import { isAddress } from './address.ts';
import { isDnsLabel, isPartialWildcard, wildcardDomainProblem } from './domain.ts';

/** What a host of a Gateway's server must be, where it is not: a name, or a namespace, a slash and a name. */
export function gatewayHostProblem(host: string): string | undefined {
  const slash = host.indexOf('/');
  if (slash < 0) return nameProblem(host, true);
  const namespace = host.slice(0, slash);
  const name = host.slice(slash + 1);
  if (namespace === '' || name === '') return `must have something on both sides of the slash, not ${JSON.stringify(host)}`;
  if (namespace !== '*' && namespace !== '.' && !isDnsLabel(namespace))
    return `must have a namespace, "*" or "." before the slash, not ${JSON.stringify(namespace)}`;
  return nameProblem(name, true);
}

/** What a host of a Sidecar's egress listener must be, where it is not: a namespace, a slash and a name; a `~` before it excludes it. */
export function sidecarHostProblem(host: string): string | undefined {
  const slash = host.indexOf('/');
  if (slash < 0) return `must be a namespace, a slash and a host, not ${JSON.stringify(host)}`;
  const namespace = host.slice(0, slash).replace(/^~/, '');
  const name = host.slice(slash + 1);
  if (slash === 0 || name === '') return `must have something on both sides of the slash, not ${JSON.stringify(host)}`;
  if (namespace !== '' && namespace !== '*' && namespace !== '.' && !isDnsLabel(namespace))
    return `must have a namespace, "*" or "." before the slash, not ${JSON.stringify(host.slice(0, slash))}`;
  return nameProblem(name, false);
}

function nameProblem(name: string, addresses: boolean): string | undefined {
  if (name !== '*' && !name.includes('.')) return `must be a full name with a dot, not the short name ${JSON.stringify(name)}`;
  const problem = wildcardDomainProblem(name);
  if (problem !== undefined && !(addresses && isAddress(name))) return problem;
  return isPartialWildcard(name)
    ? `must not have a wildcard for part of a label: write "*." and a domain, not ${JSON.stringify(name)}`
    : undefined;
}
