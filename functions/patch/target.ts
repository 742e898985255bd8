import { RE2JS } from 're2js';
import { quote } from '../diagnostics/quote.ts';
import type { PatchTarget } from '../intent/generated/gateway-intent.ts';
import type { KubeObject } from '../krm/kube-object.ts';
import { managedBy, managedByLabel } from '../krm/ownership.ts';
import { parseLabelSelector } from './label-selector.ts';
import type { PatchProblem } from './merge/problem.ts';

export type TargetField = keyof PatchTarget;

/** One field of a target, and whether an object fits it. */
export interface TargetTest {
  readonly field: TargetField;
  readonly fits: (object: KubeObject) => boolean;
}

/** The fields in the order in which a person looks for an object. */
const fields: readonly TargetField[] = ['kind', 'group', 'version', 'namespace', 'name', 'labelSelector'];

const groupOf = ({ apiVersion }: KubeObject): string => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '');
const versionOf = ({ apiVersion }: KubeObject): string => apiVersion.slice(apiVersion.indexOf('/') + 1);

const values: Readonly<Record<Exclude<TargetField, 'labelSelector'>, (object: KubeObject) => string>> = {
  group: groupOf,
  version: versionOf,
  kind: ({ kind }) => kind,
  name: ({ metadata }) => metadata.name,
  namespace: ({ metadata }) => metadata.namespace ?? '',
};

/** The value of a target's field in an object, as it is compared. */
export const targetValue = (field: Exclude<TargetField, 'labelSelector'>, object: KubeObject): string => values[field](object);

/** A target as Kustomize reads it: every field is a regular expression (RE2) for the whole value, and an empty one matches everything. */
export function compileTarget(target: PatchTarget): { readonly tests: readonly TargetTest[]; readonly problems: readonly PatchProblem[] } {
  const problems: PatchProblem[] = [];
  const tests = fields.flatMap((field): TargetTest[] => {
    const written = target[field];
    if (written === undefined || written === '') return [];
    const fits = field === 'labelSelector' ? labelTest(written) : expressionTest(field, written);
    if (typeof fits === 'function') return [{ field, fits }];
    problems.push({ path: ['target', field], ...fits });
    return [];
  });
  return { tests, problems };
}

type Fits = TargetTest['fits'];
type Mistake = Omit<PatchProblem, 'path'>;

function expressionTest(field: Exclude<TargetField, 'labelSelector'>, written: string): Fits | Mistake {
  try {
    const expression = RE2JS.compile(written);
    return (object) => expression.matches(values[field](object));
  } catch (error) {
    const reason = (error as Error).message.replace(/^error parsing regexp: /, '');
    return {
      message: `\`target.${field}\` must be a regular expression, not ${quote(written)}: ${reason}`,
      fix: written.includes('*') ? `write ${quote(written.replaceAll(/(^|[^.\])])\*/g, '$1.*'))}: "*" alone matches nothing` : 'correct it',
    };
  }
}

function labelTest(written: string): Fits | Mistake {
  const test = parseLabelSelector(written);
  if (typeof test !== 'function')
    return { message: `\`target.labelSelector\`: ${test.message}`, fix: 'write it as in `kubectl get -l`: "app=web,tier!=db"' };
  return ({ metadata: { labels } }) => test({ ...labels, [managedByLabel]: managedBy });
}
