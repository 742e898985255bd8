import type { Item } from '../krm/item.ts';
import type { Finding, Rule } from './rule.ts';

/** The annotation by which an object, or the intent that made it, asks for silence: `GI1203: reason; GI2105: reason`. */
export const ignoreAnnotation = 'gatewayintent.dev/ignore';
const istioAnnotation = 'galley.istio.io/analyze-suppress';

interface Suppression {
  readonly codes: ReadonlySet<string>;
  /** Codes for which no reason is given, and what is no code at all. */
  readonly reasonless: readonly string[];
}

const none: Suppression = { codes: new Set(), reasonless: [] };
const read = new WeakMap<Item, Suppression>();

/** Whether the object asks that a finding of the rule is not shown. istioctl's own annotation counts for the codes that mean the same. */
export function isSuppressed(rule: Rule, item: Item): boolean {
  if (suppressionOf(item).codes.has(rule.code)) return true;
  if (item.origin !== undefined && suppressionOf(item.origin.item).codes.has(rule.code)) return true;
  const istio = annotation(item, istioAnnotation);
  if (istio === undefined) return false;
  const codes = istio.split(',').map((code) => code.trim());
  return (rule.upstream ?? []).some((code) => code.startsWith('IST') && (codes.includes(code) || codes.includes('*')));
}

/** The entries of the annotation that give no reason, as findings of the rule that asks for one. */
export function reasonlessSuppressions(item: Item): readonly Finding[] {
  return suppressionOf(item).reasonless.map((entry) => ({
    item,
    path: ['metadata', 'annotations', ignoreAnnotation],
    message: /^GI\d{4}$/.test(entry)
      ? `\`metadata.annotations["${ignoreAnnotation}"]\` must say why ${entry} is ignored`
      : `\`metadata.annotations["${ignoreAnnotation}"]\` must be a list of codes and reasons, not "${entry}"`,
    fix: `write \`${ignoreAnnotation}: "${/^GI\d{4}$/.test(entry) ? entry : 'GI1234'}: the reason"\``,
  }));
}

function suppressionOf(item: Item): Suppression {
  const before = read.get(item);
  if (before !== undefined) return before;
  const text = annotation(item, ignoreAnnotation);
  if (text === undefined) return none;
  const made = parseSuppression(text);
  read.set(item, made);
  return made;
}

function parseSuppression(text: string): Suppression {
  const entries = text
    .split(/[;\n]/)
    .map((entry) => entry.trim())
    .filter(Boolean);
  const codes = entries.flatMap((entry) => /^(GI\d{4})(?:\s*:|$)/.exec(entry)?.[1] ?? []);
  const reasonless = entries.filter((entry) => !/^GI\d{4}\s*:\s*\S/.test(entry));
  return { codes: new Set(codes), reasonless: reasonless.map((entry) => entry.replace(/\s*:\s*$/, '')) };
}

function annotation(item: Item, name: string): string | undefined {
  // Definitions of custom resources are not read for anything else, and nearly none has one.
  if (item.id.kind === 'CustomResourceDefinition' && (item.slice ?? item.text)?.includes(name) === false) return undefined;
  const annotations = (item.object.metadata as { readonly annotations?: unknown } | undefined)?.annotations;
  const value = (annotations as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
}
