import { quote } from '../diagnostics/quote.ts';

type Labels = Readonly<Record<string, string>>;
export type LabelTest = (labels: Labels) => boolean;

/** What is wrong with a selector. */
export interface SelectorMistake {
  readonly message: string;
}

const key = `(?:[A-Za-z0-9.-]+/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?`;
const value = `(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?)?`;
const list = String.raw`\(\s*(${value}(?:\s*,\s*${value})*)\s*\)`;

/** The forms of a requirement, and what each asks of labels. The first that fits decides. */
const forms: readonly (readonly [pattern: RegExp, test: (name: string, given: string) => LabelTest])[] = [
  [new RegExp(`^!\\s*(${key})$`), (name) => (labels) => labels[name] === undefined],
  [new RegExp(`^(${key})$`), (name) => (labels) => labels[name] !== undefined],
  [new RegExp(`^(${key})\\s*==?\\s*(${value})$`), (name, given) => (labels) => labels[name] === given],
  [new RegExp(`^(${key})\\s*!=\\s*(${value})$`), (name, given) => (labels) => labels[name] !== given],
  [new RegExp(`^(${key})\\s+in\\s*${list}$`), (name, given) => isIn(name, given)],
  [new RegExp(`^(${key})\\s+notin\\s*${list}$`), (name, given) => (labels) => !isIn(name, given)(labels)],
  [new RegExp(`^(${key})\\s*>\\s*(-?\\d+)$`), (name, given) => compare(name, (number) => number > Number(given))],
  [new RegExp(`^(${key})\\s*<\\s*(-?\\d+)$`), (name, given) => compare(name, (number) => number < Number(given))],
];

function isIn(name: string, given: string): LabelTest {
  const values = given.split(',').map((entry) => entry.trim());
  return (labels) => labels[name] !== undefined && values.includes(labels[name]);
}

function compare(name: string, holds: (number: number) => boolean): LabelTest {
  return (labels) => /^-?\d+$/.test(labels[name] ?? '') && holds(Number(labels[name]));
}

/** A label selector in the spelling of `kubectl get -l`: `a=b, c!=d, e in (x, y), f, !g, h > 5`. All requirements must hold. */
export function parseLabelSelector(text: string): LabelTest | SelectorMistake {
  const tests: LabelTest[] = [];
  for (const part of text.split(/,(?![^(]*\))/).map((entry) => entry.trim())) {
    if (part === '' && text.trim() === '') continue;
    const form = forms.find(([pattern]) => pattern.test(part));
    if (form === undefined) return { message: `${quote(part)} is no requirement of a label selector` };
    const [, name = '', given = ''] = form[0].exec(part) ?? [];
    tests.push(form[1](name, given));
  }
  return (labels) => tests.every((test) => test(labels));
}
