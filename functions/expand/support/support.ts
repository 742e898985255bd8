import type { ProviderName } from '../../intent/model.ts';
import { groupBy } from '../../krm/group-by.ts';
import { authLimits } from './auth-limits.ts';
import { gatewayLimits } from './gateway-limits.ts';
import type { Limit } from './limit.ts';
import { meshLimits } from './mesh-limits.ts';
import { routeLimits } from './route-limits.ts';
import { tlsLimits } from './tls-limits.ts';
import { valueLimits } from './value-limits.ts';

/** Everything that some provider cannot do. What is not in it, every provider can. */
export const limits: readonly Limit[] = [...gatewayLimits, ...meshLimits, ...tlsLimits, ...routeLimits, ...valueLimits, ...authLimits];

const byField = groupBy(limits, ({ field }) => field);

/** Whether a provider can do a field of the schema (`expose[].routes[].fault`), fields above it left aside: `true`, or why not. */
export function support(provider: ProviderName, field: string): true | readonly Limit[] {
  const steps = field.split('.');
  const names = [field, ...steps.map((_, index) => `**.${steps.slice(index).join('.')}`)];
  const found = names.flatMap((name) => byField.get(name) ?? []).filter(({ providers }) => providers.includes(provider));
  return found.length === 0 ? true : found;
}
