import { RE2JS } from 're2js';

const known = new Map<string, string | undefined>();

/** What a regular expression must be for Envoy and Istio to take it, where it is not: RE2, and at most 1024 bytes. */
export function regularExpressionProblem(source: string): string | undefined {
  if (new TextEncoder().encode(source).length > 1024) return 'must be a regular expression of at most 1024 bytes';
  if (!known.has(source)) known.set(source, compileProblem(source));
  return known.get(source);
}

function compileProblem(source: string): string | undefined {
  try {
    RE2JS.compile(source);
    return undefined;
  } catch (error) {
    return `must be a regular expression of RE2, not ${JSON.stringify(source)}: ${(error as Error).message.replace(/^error parsing regexp: /, '')}`;
  }
}
