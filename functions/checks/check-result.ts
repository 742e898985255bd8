import type { Path } from '../diagnostics/path.ts';
import type { Check } from '../intent/generated/gateway-intent.ts';
import type { Item } from '../krm/item.ts';
import type { Field } from '../mesh/field.ts';

/** One entry of `spec.checks`, and where it is written. */
export interface WrittenCheck {
  readonly item: Item;
  readonly path: Path;
  readonly check: Check;
  /** Of the intent: names without a namespace mean its own. */
  readonly namespace: string;
}

/**
 * What came of a check. `unclear`: whether it holds rests on something that the files do not tell. `wrong`: the check itself cannot be understood.
 */
export interface CheckResult {
  readonly written: WrittenCheck;
  readonly outcome: 'holds' | 'fails' | 'unclear' | 'wrong';
  /** What must happen, such as `reach cart.shop:8080`. */
  readonly expected: string;
  /** What happens instead, such as `404: no route of host … takes the request`. */
  readonly actual: string;
  /** The last decision that led there. */
  readonly decidedBy: { readonly because: string; readonly field: Field } | undefined;
  /** What the outcome rests on that the files do not tell. */
  readonly restsOn: readonly string[];
  /** The field of the check that is not met, or that is wrong. */
  readonly field: string;
}

export function checkTitle({ check }: WrittenCheck): string {
  return check.name ?? check.request;
}
