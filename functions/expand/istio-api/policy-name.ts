import type { Exposure, Gateway, Model } from '../../intent/model.ts';

/** The name of an exposure's policies at its gateway; those of several exposures with one name say their namespaces, then count. */
export function policyName({ exposures }: Model, exposure: Exposure, { name: gateway, key }: Pick<Gateway, 'name' | 'key'>): string {
  const { name, namespace } = exposure;
  const same = exposures.filter((other) => other.gateway === key && other.name === name && !other.isRedirect);
  if (same.length === 1) return `${gateway}-${name}`;
  const index = same.filter((other) => other.namespace === namespace).indexOf(exposure);
  return `${gateway}-${namespace}-${name}${index === 0 ? '' : `-${index + 1}`}`;
}
