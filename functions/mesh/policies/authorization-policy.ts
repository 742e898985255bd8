import type { Item } from '../../krm/item.ts';
import { type Age, ageOf } from '../age.ts';
import { below, type Field } from '../field.ts';
import { asList, asRecord, asText, asTexts, isSet, type Loose } from '../loose.ts';
import { type Attachment, readAttachment } from './attachment.ts';

/** An AuthorizationPolicy. */
export interface AuthorizationPolicy {
  readonly item: Item;
  readonly namespace: string;
  readonly name: string;
  readonly attachment: Attachment;
  readonly action: 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';
  /** Of a CUSTOM policy: the extension provider that is asked. */
  readonly provider: string;
  /** It is looked at, and changes nothing (annotation `istio.io/dry-run`). */
  readonly dryRun: boolean;
  /** Alternatives; none: it never fits. */
  readonly rules: readonly AuthorizationRule[];
  readonly age: Age;
}

/** One entry of `rules`: one of `from`, and one of `to`, and all of `when`. */
export interface AuthorizationRule {
  readonly from: readonly Conditions[];
  readonly to: readonly Conditions[];
  readonly when: readonly Condition[];
  readonly field: Field;
}

export interface Conditions {
  readonly all: readonly Condition[];
  readonly field: Field;
}

/** One attribute: one of `values`, and none of `notValues`. */
export interface Condition {
  /** As `when` spells it, such as `source.namespace`; `request.hosts`, `request.methods` and `request.paths` for the rest. */
  readonly key: string;
  readonly values: readonly string[];
  readonly notValues: readonly string[];
  readonly field: Field;
}

const sources = [
  ['principals', 'source.principal'],
  ['requestPrincipals', 'request.auth.principal'],
  ['serviceAccounts', 'source.serviceAccount'],
  ['trustDomains', 'source.trustDomain'],
  ['namespaces', 'source.namespace'],
  ['remoteIpBlocks', 'remote.ip'],
  ['ipBlocks', 'source.ip'],
] as const;

const operations = [
  ['hosts', 'request.hosts'],
  ['methods', 'request.methods'],
  ['paths', 'request.paths'],
  ['ports', 'destination.port'],
] as const;

const actions = new Set(['ALLOW', 'DENY', 'AUDIT', 'CUSTOM']);

export function readAuthorizationPolicy(item: Item, namespace: string): AuthorizationPolicy {
  const spec = asRecord(item.object.spec);
  const action = asText(spec.action) || 'ALLOW';
  return {
    item,
    namespace,
    name: item.id.name,
    attachment: readAttachment(spec, namespace),
    action: actions.has(action) ? (action as AuthorizationPolicy['action']) : 'ALLOW',
    provider: asText(asRecord(spec.provider).name),
    dryRun: /^(1|t|true)$/i.test(asText(item.object.metadata.annotations?.['istio.io/dry-run'])),
    rules: asList(spec.rules).map((rule, index) => readRule(asRecord(rule), { item, path: ['spec', 'rules', index] })),
    age: ageOf(item, namespace),
  };
}

function readRule(rule: Loose, field: Field): AuthorizationRule {
  const parts = (list: 'from' | 'to', inner: string, names: readonly (readonly [string, string])[]) =>
    asList(rule[list]).map((entry, index): Conditions => {
      const at = below(field, list, index, inner);
      return { all: readConditions(asRecord(asRecord(entry)[inner]), at, names), field: below(field, list, index) };
    });
  return {
    from: parts('from', 'source', sources),
    to: parts('to', 'operation', operations),
    when: asList(rule.when).map((entry, index) => readWhen(asRecord(entry), below(field, 'when', index))),
    field,
  };
}

function readConditions(value: Loose, field: Field, names: readonly (readonly [string, string])[]): readonly Condition[] {
  return names.flatMap(([name, key]) => {
    const not = `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const values = asTexts(value[name]);
    const notValues = asTexts(value[not]);
    if (values.length === 0 && notValues.length === 0) return [];
    return [{ key, values, notValues, field: below(field, isSet(value[name]) ? name : not) }];
  });
}

function readWhen(entry: Loose, field: Field): Condition {
  return { key: asText(entry.key), values: asTexts(entry.values), notValues: asTexts(entry.notValues), field };
}
