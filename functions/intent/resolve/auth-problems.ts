import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath, type Path } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Item } from '../../krm/item.ts';
import type { Auth } from '../generated/gateway-intent.ts';
import { oddPatterns } from './star-inside.ts';

/** What contradicts itself in the `auth` at a path. */
export function* authProblems(auth: Auth | undefined, item: Item, path: Path): Generator<Diagnostic> {
  for (const { at, value } of patternsOf(auth, path))
    yield findingAt('GI0238', item, at, { message: `\`${formatPath(at)}\` "${value}" has a star inside, which stands for itself` });
  const tokens = auth?.jwt ?? [];
  const first = tokens.findIndex(({ required }) => required !== false);
  const optional = tokens.findIndex(({ required }) => required === false);
  if (first < 0 || optional < 0) return;
  const at = [...path, 'jwt', optional, 'required'];
  yield findingAt('GI0236', item, at, {
    message: `\`${formatPath(at)}\` lets requests without a token in, which \`${formatPath([...path, 'jwt', first])}\` refuses`,
  });
}

interface Pattern {
  readonly at: Path;
  readonly value: string;
}

/** Patterns with a star that stands for itself. */
function patternsOf(auth: Auth | undefined, path: Path): Pattern[] {
  const rules = (auth?.rules ?? []).flatMap(({ to, from, headers = [] }, index) => [
    ...listed({ paths: to?.paths, notPaths: to?.notPaths }, [...path, 'rules', index, 'to']),
    ...listed({ requestPrincipals: from?.requestPrincipals, notRequestPrincipals: from?.notRequestPrincipals }, [
      ...path,
      'rules',
      index,
      'from',
    ]),
    ...headers.flatMap(({ values, notValues }, header) => listed({ values, notValues }, [...path, 'rules', index, 'headers', header])),
  ]);
  const asked = auth?.extAuthz?.to;
  return [...rules, ...listed({ paths: asked?.paths, notPaths: asked?.notPaths }, [...path, 'extAuthz', 'to'])];
}

const listed = (lists: Readonly<Record<string, readonly string[] | undefined>>, path: Path): Pattern[] =>
  Object.entries(lists).flatMap(([field, values = []]) =>
    oddPatterns(values).map((value) => ({ at: [...path, field, values.indexOf(value)], value })),
  );
