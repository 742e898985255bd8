/** What the path of a Unix socket after `unix://` must be, where it is not: absolute and a file, or a name after `@`. */
export function unixPathProblem(address: string): string | undefined {
  const path = address.slice('unix://'.length);
  if (path === '') return 'must have a path after "unix://"';
  if (path.startsWith('@')) return undefined;
  return path.startsWith('/') && !path.endsWith('/') ? undefined : `must be an absolute path to a file, not ${JSON.stringify(address)}`;
}
