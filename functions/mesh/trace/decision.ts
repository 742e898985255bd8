import type { Field } from '../field.ts';
import type { Dependence } from '../truth.ts';
import { given } from '../truth.ts';
import type { Decision, Rejected } from './trace-result.ts';

/** A decision as it is written down. */
export function decision(
  what: Decision['what'],
  because: string,
  more: {
    readonly field?: Field | undefined;
    readonly rejected?: readonly Rejected[] | undefined;
    readonly dependsOn?: readonly Dependence[] | undefined;
    readonly refused?: boolean | undefined;
  } = {},
): Decision {
  const dependsOn = more.dependsOn ?? [];
  return { what, because, field: more.field, rejected: more.rejected ?? [], dependsOn, verdict: given(!more.refused, dependsOn).verdict };
}
