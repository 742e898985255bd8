import type { Field } from '../field.ts';
import { below } from '../field.ts';
import { asText, type Loose } from '../loose.ts';
import type { Dependence } from '../truth.ts';
import type { Arrival } from './arrival.ts';
import type { PolicyContext } from './attributes.ts';
import type { AuthorizationPolicy, AuthorizationRule } from './authorization-policy.ts';
import { type Fit, fitRule, listed } from './fit-rule.ts';

/** What AuthorizationPolicies say about a request. */
export interface Authorization {
  readonly allowed: boolean;
  readonly because: string;
  readonly field: Field | undefined;
  /** Rules that do not fit, with the reason. */
  readonly rejected: readonly { readonly field: Field; readonly because: string }[];
  readonly dependsOn: readonly Dependence[];
}

/** What the decision is made of. */
export interface PolicySet {
  readonly policies: readonly AuthorizationPolicy[];
  readonly trustDomains: readonly string[];
  /** `extensionProviders` of the mesh; `undefined` where the mesh configuration is not in the files. */
  readonly providers: readonly Loose[] | undefined;
}

interface Judged {
  readonly policy: AuthorizationPolicy;
  readonly rule: AuthorizationRule;
  readonly fit: Fit;
}

/** Which external authorizers are asked; they come before tokens are looked at, so claims are not known to their rules. */
export function authorizeExternally(set: PolicySet, arrival: Arrival): Authorization | undefined {
  const policies = set.policies.filter(({ action }) => action === 'CUSTOM');
  if (policies.length === 0) return undefined;
  const judged = policies.flatMap((policy) => judge(policy, { ...arrival, claims: undefined }, set, 'drop-condition'));
  const asked = judged.find(({ fit }) => fit.fits === 'yes') ?? judged.find(({ fit }) => fit.fits === 'unknown');
  if (!asked) return { ...passed('no external authorizer is asked', judged), field: undefined };
  const { policy, rule, fit } = asked;
  const { provider } = policy;
  const known = set.providers?.some((entry) => asText(entry.name) === provider) ?? true;
  const text = `AuthorizationPolicy "${policy.namespace}/${policy.name}" asks external authorizer "${provider}"`;
  if (!known && fit.fits === 'yes') {
    const because = `${text}, which the mesh configuration does not have: everything is denied`;
    return { allowed: false, because, field: rule.field, rejected: [], dependsOn: [] };
  }
  const unmodelled: Dependence = { on: 'unmodelled', because: `what external authorizer "${provider}" answers`, items: [policy.item] };
  return { allowed: true, because: text, field: rule.field, rejected: [], dependsOn: [unmodelled, ...restsOf(fit)] };
}

/** DENY first, then ALLOW: where there are ALLOW policies, one of their rules must fit. `undefined`: no policies. */
export function authorize(set: PolicySet, arrival: Arrival): Authorization | undefined {
  const denying = set.policies.filter(({ action }) => action === 'DENY');
  const allowing = set.policies.filter(({ action }) => action === 'ALLOW');
  if (denying.length + allowing.length === 0) return undefined;
  const denials = denying.filter(({ dryRun }) => !dryRun).flatMap((policy) => judge(policy, arrival, set, 'drop-condition'));
  const denied = denials.find(({ fit }) => fit.fits === 'yes');
  const open = denials.flatMap(({ fit }) => restsOf(fit));
  if (denied)
    return {
      allowed: false,
      because: `${nameOf(denied)} denies it${ruleText(denied.rule)}`,
      field: denied.rule.field,
      rejected: [],
      dependsOn: [],
    };
  const enforced = allowing.filter(({ dryRun }) => !dryRun);
  if (enforced.length === 0) return { ...passed(nothingDenies(denying, allowing), denials), field: undefined, dependsOn: open };
  const judged = enforced.flatMap((policy) => judge(policy, arrival, set, 'drop-rule'));
  const allowed = judged.find(({ fit }) => fit.fits === 'yes');
  if (allowed) return { ...passed(`${nameOf(allowed)} allows it`, denials), field: allowed.rule.field, dependsOn: open };
  return { ...refusedBy(enforced, judged), dependsOn: [...open, ...judged.flatMap(({ fit }) => restsOf(fit))] };
}

function refusedBy(policies: readonly AuthorizationPolicy[], judged: readonly Judged[]): Omit<Authorization, 'dependsOn'> {
  const [first] = policies;
  const names = policies.map(({ namespace, name }) => `"${namespace}/${name}"`).join(', ');
  const because = `no rule of AuthorizationPolicy ${names} allows it`;
  const root = first && { item: first.item, path: ['spec'] };
  return { allowed: false, because, field: root && (judged.length > 0 ? below(root, 'rules') : root), rejected: rejectedOf(judged) };
}

function passed(because: string, judged: readonly Judged[]): Omit<Authorization, 'field'> {
  return { allowed: true, because, rejected: rejectedOf(judged), dependsOn: [] };
}

function nothingDenies(denying: readonly AuthorizationPolicy[], allowing: readonly AuthorizationPolicy[]): string {
  const dry = [...denying, ...allowing].filter(({ dryRun }) => dryRun);
  const names = dry.map(({ namespace, name }) => `"${namespace}/${name}"`).join(', ');
  return dry.length === 0 ? 'no DENY rule fits' : `nothing denies it; AuthorizationPolicy ${names} is a dry run`;
}

function judge(policy: AuthorizationPolicy, arrival: Arrival, set: PolicySet, leniency: Parameters<typeof fitRule>[3]): readonly Judged[] {
  const context: PolicyContext = { namespace: policy.namespace, trustDomains: set.trustDomains };
  return policy.rules.map((rule) => ({ policy, rule, fit: fitRule(rule, arrival, context, leniency) }));
}

function rejectedOf(judged: readonly Judged[]): Authorization['rejected'] {
  return judged
    .filter(({ fit }) => fit.fits !== 'yes')
    .map(({ policy, rule, fit }) => ({ field: rule.field, because: `${policy.action}: ${fit.because}` }));
}

function restsOf({ rests }: Fit): readonly Dependence[] {
  return [...new Set(rests)].map((because) => ({ on: 'outside', because }));
}

function nameOf({ policy, rule }: Judged): string {
  return `rule ${policy.rules.indexOf(rule)} of ${policy.action} AuthorizationPolicy "${policy.namespace}/${policy.name}"`;
}

/** What a rule asks for, where that is short. */
function ruleText({ from, to, when }: AuthorizationRule): string {
  const conditions = [...(from.length === 1 ? from : []), ...(to.length === 1 ? to : [])].flatMap(({ all }) => all).concat(when);
  const texts = conditions.map(({ key, values, notValues }) =>
    [
      ...(values.length > 0 ? [isAny(values) ? `there is a \`${key}\`` : `\`${key}\` ${listed(values)}`] : []),
      ...(notValues.length > 0 ? [isAny(notValues) ? `there is no \`${key}\`` : `\`${key}\` not ${listed(notValues)}`] : []),
    ].join(' and '),
  );
  return texts.length === 0 ? '' : `: ${texts.join('; ')}`;
}

const isAny = (values: readonly string[]): boolean => values.length === 1 && values[0] === '*';
