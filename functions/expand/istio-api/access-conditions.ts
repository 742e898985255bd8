import type { AccessRule } from '../../intent/generated/gateway-intent.ts';

/** One condition of an AuthorizationPolicy rule: a field of `source` or `operation`, or an attribute of `when`. */
export interface Condition {
  readonly part: 'source' | 'operation' | 'when';
  readonly field: string;
  readonly negated: boolean;
  readonly values: readonly string[];
}

export interface ConditionContext {
  /** Namespace of the intent, for service accounts without one. */
  readonly namespace: string;
  readonly trustDomain: string;
  /** Which addresses are compared: the connection's, or those that proxies in front tell. */
  readonly ipField: 'ipBlocks' | 'remoteIpBlocks';
}

const principal = ({ namespace, trustDomain }: ConditionContext, account: string): string => {
  const [name = '', space] = account.split('/').reverse();
  return `${trustDomain}/ns/${space ?? namespace}/sa/${name}`;
};

/** The conditions of a rule; all of them must hold. None: everybody may do everything. */
export function conditionsOf(rule: Omit<AccessRule, 'action'>, context: ConditionContext): Condition[] {
  const { from = {}, to = {}, headers = [], claims = {} } = rule;
  const source = (field: string, values: readonly string[] | undefined, negated = false): Condition[] =>
    values === undefined ? [] : [{ part: 'source', field, negated, values }];
  const operation = (field: string, values: readonly string[] | undefined, negated = false): Condition[] =>
    values === undefined ? [] : [{ part: 'operation', field, negated, values }];
  const accounts = (names: readonly string[] | undefined): string[] | undefined => names?.map((name) => principal(context, name));
  return [
    ...source('namespaces', from.namespaces),
    ...source('namespaces', from.notNamespaces, true),
    ...source('principals', accounts(from.serviceAccounts)),
    ...source('principals', accounts(from.notServiceAccounts), true),
    ...source(context.ipField, from.ipBlocks),
    ...source(context.ipField, from.notIPBlocks, true),
    ...source('requestPrincipals', from.requestPrincipals),
    ...source('requestPrincipals', from.notRequestPrincipals, true),
    ...operation('methods', to.methods),
    ...operation('methods', to.notMethods, true),
    ...operation('paths', to.paths),
    ...operation('paths', to.notPaths, true),
    ...headers.map(
      ({ name, values, notValues }): Condition => ({
        part: 'when',
        field: `request.headers[${name}]`,
        negated: values === undefined,
        values: values ?? notValues ?? [],
      }),
    ),
    ...Object.entries(claims).map(
      ([name, values]): Condition => ({ part: 'when', field: `request.auth.claims${claimPath(name)}`, negated: false, values }),
    ),
  ];
}

/** `a.b` is a claim inside a claim: `[a][b]`. */
const claimPath = (name: string): string =>
  name
    .split('.')
    .map((part) => `[${part}]`)
    .join('');

export const negation = (condition: Condition): Condition => ({ ...condition, negated: !condition.negated });

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The fields of one part of a rule. `undefined` when two conditions demand values of one field: a rule knows no "and" there. */
function fieldsOf(conditions: readonly Condition[], part: Condition['part']): Record<string, readonly string[]> | undefined {
  const fields = new Map<string, readonly string[]>();
  for (const { field, negated, values } of conditions.filter((condition) => condition.part === part)) {
    const name = negated ? `not${upperFirst(field)}` : field;
    const other = fields.get(name) ?? [];
    if (other.length > 0 && !negated) return undefined;
    fields.set(name, [...new Set([...other, ...values])]);
  }
  return Object.fromEntries(fields);
}

/** A rule of an AuthorizationPolicy. `undefined` when it cannot say two conditions about one field. */
export function accessRule(conditions: readonly Condition[]): object | undefined {
  const source = fieldsOf(conditions, 'source');
  const operation = fieldsOf(conditions, 'operation');
  if (source === undefined || operation === undefined) return undefined;
  const when = conditions
    .filter(({ part }) => part === 'when')
    .map(({ field: key, negated, values }) => (negated ? { key, notValues: values } : { key, values }));
  return {
    from: Object.keys(source).length > 0 ? [{ source }] : undefined,
    to: Object.keys(operation).length > 0 ? [{ operation }] : undefined,
    when: when.length > 0 ? when : undefined,
  };
}

/** The most rules that one exposure may need; beyond it nobody could read them. */
const limit = 64;

/**
 * What several ALLOW rules forbid together: a request is refused when it breaks one condition of each of them. A policy of a shared gateway must say it
 * this way round, because an ALLOW policy shuts every host that it does not name. `undefined` when it cannot be said.
 */
export function forbidden(allowed: readonly (readonly Condition[])[]): Condition[][] | undefined {
  if (allowed.some((conditions) => conditions.length === 0)) return [];
  const ways = allowed.reduce<Condition[][]>(
    (found, conditions) =>
      found.length > limit ? found : found.flatMap((way) => conditions.map((condition) => [...way, negation(condition)])),
    [[]],
  );
  if (ways.length > limit) return undefined;
  const possible = ways.map((way) => way.filter((one, index) => !has(way.slice(0, index), one))).filter((way) => !contradicts(way));
  const needed = possible.filter(
    (way, index) =>
      !possible.some(
        (other, before) =>
          (other.length < way.length || (other.length === way.length && before < index)) && other.every((one) => has(way, one)),
      ),
  );
  return needed.every((way) => accessRule(way) !== undefined) ? needed : undefined;
}

const sameAs = (a: Condition, b: Condition): boolean =>
  a.part === b.part && a.field === b.field && JSON.stringify(a.values) === JSON.stringify(b.values);
const has = (way: readonly Condition[], one: Condition): boolean =>
  way.some((other) => sameAs(one, other) && one.negated === other.negated);

/** Whether no request can be so: a condition and its opposite. */
const contradicts = (way: readonly Condition[]): boolean => way.some((one) => has(way, negation(one)));
