import type { Origin } from '../../krm/item.ts';
import type { Condition, ConditionContext } from './access-conditions.ts';
import type { PolicyTarget } from './policy-target.ts';

/** Where a policy is enforced, and for which requests. */
export interface Scope {
  readonly name: string;
  readonly namespace: string;
  /** The pods that enforce. */
  readonly target: PolicyTarget;
  /** Where a rule holds, as conditions that it gets besides its own: hosts and ports of an exposure on a shared gateway. Each is an alternative. */
  readonly places: (rule: readonly Condition[], asksAboutRequests: boolean) => readonly (readonly Condition[])[];
  /** Whether other hosts share these pods. */
  readonly shared: boolean;
  /** The only identities that ALLOW rules let in. */
  readonly callers?: readonly string[] | undefined;
  /** Requests that the proxy answers before it asks a backend, whoever sends them. */
  readonly preflights?: readonly Condition[] | undefined;
  readonly ipField: ConditionContext['ipField'];
  /** Namespace of the intent. */
  readonly intentNamespace: string;
  readonly origin: Origin;
}
