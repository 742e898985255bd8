/** What a service account in a policy must be, where it is not: `name`, or `namespace/name`. */
export function serviceAccountProblem(account: string): string | undefined {
  if (account === '') return 'must not be empty';
  if (account.includes('*')) return `must not have a wildcard: ${JSON.stringify(account)}`;
  const parts = account.split('/');
  return parts.length <= 2 && !parts.includes('') ? undefined : `must be "name" or "namespace/name", not ${JSON.stringify(account)}`;
}

/** What a trust domain in a policy must be, where it is not: a text without slash, with `*` at one of its ends at most. */
export function trustDomainProblem(domain: string): string | undefined {
  if (domain.includes('/')) return `must not have a slash: ${JSON.stringify(domain)}`;
  return wildcardProblem(domain);
}

/** What a text must be, where it is not, that may have `*` at one of its ends. */
export function wildcardProblem(text: string): string | undefined {
  if (text === '') return 'must not be empty';
  return text === '*' || (!text.slice(1, -1).includes('*') && !(text.startsWith('*') && text.endsWith('*')))
    ? undefined
    : `must have at most one "*", at its beginning or its end, not ${JSON.stringify(text)}`;
}
