import { domainProblem, isDnsLabel } from './domain.ts';

/** What the name of a gateway must be, where it is not: `mesh`, `name`, `namespace/name`, or the old form with dots. */
export function gatewayReferenceProblem(reference: string): string | undefined {
  const slash = reference.indexOf('/');
  if (slash < 0) return domainProblem(reference);
  const parts = [reference.slice(0, slash), reference.slice(slash + 1)];
  return parts.every(isDnsLabel) ? undefined : `must be a namespace, a slash and a name, not ${JSON.stringify(reference)}`;
}
