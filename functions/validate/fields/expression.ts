/**
 * A condition over a value, in prefix form: `["==", "@type", "'HTTP"]`. A string that begins with `@` is a path from the value
 * under check, with `$` a path from a bound variable, with `'` a text. scripts/facts/ makes them from the rules of upstream.
 */
export type Expression = string | number | boolean | null | Call;

export type Call = readonly [string, ...Expression[]];

/** Whether an expression is one of these operations, or any operation at all. */
export function isCall(expression: Expression | undefined, ...names: readonly string[]): expression is Call {
  return typeof expression === 'object' && expression !== null && (names.length === 0 || names.includes(expression[0]));
}

/** The parameters of an operation. */
export function parametersOf(call: Call): readonly Expression[] {
  return call.slice(1);
}

/** `@a.b` → the path from the value under check; `$l.a` → from the variable `l`. */
export function pathOf(text: string): { readonly variable: string | undefined; readonly path: readonly string[] } {
  const parts = text.slice(1).split('.');
  if (text.startsWith('@')) return { variable: undefined, path: text === '@' ? [] : parts };
  return { variable: parts[0], path: parts.slice(1) };
}

/** Every path that an expression names. */
export function namesIn(expression: Expression): readonly string[] {
  if (typeof expression === 'string') return /^[@$]/.test(expression) ? [expression] : [];
  return isCall(expression) ? parametersOf(expression).flatMap(namesIn) : [];
}
