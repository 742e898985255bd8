const literal = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/;

/** What a path must be, where it is not, when it has `{*}` for one segment or `{**}` for all that follow, as Envoy reads them. */
export function pathTemplateProblem(path: string): string | undefined {
  const isTemplate = path.includes('{*}') || path.includes('{**}');
  let ended = false;
  for (const segment of path.replace(/^\/+|\/+$/g, '').split('/')) {
    const isOperator = segment === '{*}' || segment === '{**}';
    if (isOperator && ended) return 'must have nothing but texts after "{**}"';
    if (segment === '{**}') ended = true;
    if (isOperator) continue;
    if (/[{}]/.test(segment)) return `must have "{*}" or "{**}" as a whole segment, not ${JSON.stringify(segment)}`;
    if (isTemplate && !literal.test(segment)) return `must not have the segment ${JSON.stringify(segment)} beside "{*}" or "{**}"`;
  }
  return undefined;
}
