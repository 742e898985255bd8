const label = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const wildcardLabel = /^(?:\*|(?:\*|\*-)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;

/** A DNS label as Istio reads it: at most 63 letters, digits and dashes; capital letters count as letters. */
export const isDnsLabel = (text: string): boolean => text.length <= 63 && label.test(text);

const isWildcardLabel = (text: string): boolean => text.length <= 63 && wildcardLabel.test(text);

/** What a text must be to be a domain name, where it is none; it follows the name of a field. One dot at the end is allowed. */
export function domainProblem(name: string): string | undefined {
  return lengthProblem(name) ?? labelsProblem(name, name);
}

/** The same for a name whose first label may be `*`, or begin with `*` or `*-`. */
export function wildcardDomainProblem(name: string): string | undefined {
  const dot = name.indexOf('.');
  const first = dot < 0 ? name : name.slice(0, dot);
  const long = lengthProblem(name);
  if (long !== undefined) return long;
  if (!isWildcardLabel(first)) return `must be a DNS name, not ${JSON.stringify(name)}: ${JSON.stringify(first)} is no label`;
  return dot < 0 ? undefined : labelsProblem(name.slice(dot + 1), name);
}

/** `*.example.com` is a wildcard everywhere, `*foo.example.com` in some places only. */
export const isPartialWildcard = (name: string): boolean => name.includes('*') && name !== '*' && !name.startsWith('*.');

function lengthProblem(name: string): string | undefined {
  if (name === '') return 'must not be empty';
  return name.length > 255 ? `must have at most 255 characters, not ${name.length}` : undefined;
}

function labelsProblem(rest: string, name: string): string | undefined {
  const labels = rest.split('.');
  const last = labels.at(-1) as string;
  if (/^[-+]?\d+$/.test(last)) return `must be a DNS name, not ${JSON.stringify(name)}: the last label must not be a number`;
  const wrong = labels.find((part, index) => !isDnsLabel(part) && !(index === labels.length - 1 && part === ''));
  return wrong === undefined ? undefined : `must be a DNS name, not ${JSON.stringify(name)}: ${JSON.stringify(wrong)} is no label`;
}
