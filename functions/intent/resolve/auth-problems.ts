import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath, type Path } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Item } from '../../krm/item.ts';
import type { Auth } from '../generated/gateway-intent.ts';

/** What contradicts itself in the `auth` at a path. */
export function* authProblems(auth: Auth | undefined, item: Item, path: Path): Generator<Diagnostic> {
  const tokens = auth?.jwt ?? [];
  const first = tokens.findIndex(({ required }) => required !== false);
  const optional = tokens.findIndex(({ required }) => required === false);
  if (first < 0 || optional < 0) return;
  const at = [...path, 'jwt', optional, 'required'];
  yield findingAt('GI0236', item, at, {
    message: `\`${formatPath(at)}\` lets requests without a token in, which \`${formatPath([...path, 'jwt', first])}\` refuses`,
  });
}
