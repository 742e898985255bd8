import type { Arrival } from './arrival.ts';
import { attributeOf, type Comparison, type PolicyContext } from './attributes.ts';
import type { AuthorizationRule, Condition, Conditions } from './authorization-policy.ts';

/** Whether a rule fits. `unknown`: it rests on what is in `rests`. */
export interface Fit {
  readonly fits: 'yes' | 'no' | 'unknown';
  /** Why not, or what is not known. */
  readonly because: string;
  readonly rests: readonly string[];
}

const yes: Fit = { fits: 'yes', because: '', rests: [] };

/** How conditions that make no sense here are taken: istiod drops rules that allow, and leaves the condition out of those that deny. */
export type Leniency = 'drop-rule' | 'drop-condition';

/**
 * Whether a rule fits what arrives (`authz/model/model.go`). Conditions about requests make no sense for connections.
 */
export function fitRule(rule: AuthorizationRule, arrival: Arrival, context: PolicyContext, leniency: Leniency): Fit {
  const one = (condition: Condition) => fitCondition(condition, arrival, context, leniency);
  const broken = leniency === 'drop-rule' ? brokenBy(rule, arrival, context) : undefined;
  if (broken !== undefined) return { fits: 'no', because: broken, rests: [] };
  return all([anyOf(rule.from, one), anyOf(rule.to, one), all(rule.when.map(one))]);
}

function anyOf(alternatives: readonly Conditions[], one: (condition: Condition) => Fit): Fit {
  if (alternatives.length === 0) return yes;
  return any(alternatives.map((alternative) => all(alternative.all.map(one))));
}

/** The first that does not fit; else what is not known. */
function all(fits: readonly Fit[]): Fit {
  const no = fits.find((fit) => fit.fits === 'no');
  if (no) return no;
  const open = fits.filter((fit) => fit.fits === 'unknown');
  return open.length === 0 ? yes : { fits: 'unknown', because: open[0]?.because ?? '', rests: open.flatMap(({ rests }) => rests) };
}

function any(fits: readonly Fit[]): Fit {
  if (fits.some((fit) => fit.fits === 'yes')) return yes;
  const open = fits.filter((fit) => fit.fits === 'unknown');
  const because = [...new Set((open.length > 0 ? open : fits).map((fit) => fit.because))].join('; ');
  return { fits: open.length > 0 ? 'unknown' : 'no', because, rests: open.flatMap(({ rests }) => rests) };
}

function fitCondition({ key, values, notValues }: Condition, arrival: Arrival, context: PolicyContext, leniency: Leniency): Fit {
  const attribute = attributeOf(key);
  if (!attribute) return { fits: 'no', because: `istiod does not know \`${key}\` and leaves the rule out`, rests: [] };
  if (attribute.httpOnly && !arrival.http)
    return leniency === 'drop-condition' ? yes : { fits: 'no', because: `\`${key}\` is for HTTP`, rests: [] };
  const of = (list: readonly string[]) => fitValues(list.map((value) => attribute.compare(value, arrival, context)));
  const rests = attribute.unknown === undefined ? [] : [attribute.unknown];
  const wanted = values.length === 0 ? 'yes' : of(values);
  const unwanted = notValues.length === 0 ? 'no' : of(notValues);
  const actual = `\`${key}\` is ${attribute.actual(arrival)}`;
  if (wanted === 'no') return { fits: 'no', because: `${actual}, not ${listed(values)}`, rests: [] };
  if (unwanted === 'yes') return { fits: 'no', because: `${actual}, which is excepted`, rests: [] };
  if (wanted === 'unknown' || unwanted === 'unknown') return { fits: 'unknown', because: `\`${key}\` is not known`, rests };
  return yes;
}

/** One of the values; those that istiod cannot use are left out, and a condition of nothing else holds. */
function fitValues(compared: readonly Comparison[]): Fit['fits'] {
  const usable = compared.filter((one) => one !== 'invalid');
  if (usable.includes('yes') || usable.length === 0) return 'yes';
  return usable.includes('unknown') ? 'unknown' : 'no';
}

/** The first of some values, for messages. */
export function listed(values: readonly string[]): string {
  const shown = values.slice(0, 4).map((value) => `"${value}"`);
  return `${shown.join(', ')}${values.length > shown.length ? ` or ${values.length - shown.length} more` : ''}`;
}

/** Why istiod leaves a rule that allows out altogether. */
function brokenBy({ from, to, when }: AuthorizationRule, arrival: Arrival, context: PolicyContext): string | undefined {
  for (const { key, values, notValues } of [...from, ...to].flatMap((alternative) => alternative.all).concat(when)) {
    const attribute = attributeOf(key);
    if (attribute?.httpOnly && !arrival.http) return `\`${key}\` is for HTTP, and this is a connection: the rule is left out`;
    const bad = [...values, ...notValues].find((value) => attribute?.compare(value, arrival, context) === 'invalid');
    if (bad !== undefined) return `"${bad}" is no value for \`${key}\`: the rule is left out`;
  }
  return undefined;
}
