import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath, type Path } from '../../diagnostics/path.ts';
import type { Intent, Model, ProviderName } from '../../intent/model.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Limit, Use } from './limit.ts';
import { support } from './support.ts';

/** Findings about every field that an intent uses on a gateway whose provider cannot do it. */
export function unsupported(model: Model, meshProvider: ProviderName): Diagnostic[] {
  return model.intents.flatMap((intent) => {
    const providersOf = providersAt(intent, model, meshProvider);
    return [...uses(intent.spec, [])].flatMap(({ path, field, value }) =>
      providersOf(path).flatMap((provider) => {
        const found = support(provider, field);
        const use = { value, path, spec: intent.spec, facts: model.facts };
        const broken = found === true ? [] : found.filter(({ only }) => only?.holds(use) ?? true);
        return broken.slice(0, 1).map((limit) => problem(intent, use, provider, limit));
      }),
    );
  });
}

interface FieldUse {
  readonly path: Path;
  /** Path in the schema. */
  readonly field: string;
  readonly value: unknown;
}

/** Every field that is set, outer ones first. */
function* uses(value: unknown, path: Path, field = ''): Generator<FieldUse> {
  if (path.length > 0) yield { path, field, value };
  if (Array.isArray(value)) for (const [index, one] of value.entries()) yield* uses(one, [...path, index], `${field}[]`);
  else if (value !== null && typeof value === 'object')
    for (const [key, one] of Object.entries(value)) yield* uses(one, [...path, key], fieldBelow(field, key));
}

/** Keys of maps are no fields. */
const isMap = (field: string): boolean => /Headers\.(set|add)$/.test(field);

const fieldBelow = (field: string, key: string): string => (field === '' ? key : `${field}.${isMap(field) ? '*' : key}`);

type ProvidersAt = (path: Path) => readonly ProviderName[];

/** The providers that must do what is said at a path of an intent; none where it is not about gateways, or about those of other packages. */
function providersAt(intent: Intent, model: Model, meshProvider: ProviderName): ProvidersAt {
  const own = model.gateways.filter(({ management }) => management !== 'External');
  const byKey = new Map(model.gateways.map((gateway) => [gateway.key, gateway]));
  const isHere = (origin: { item: unknown; path: Path }, path: Path): boolean =>
    origin.item === intent.item && path.every((step, index) => origin.path[index + 1] === step);
  const known = new Map<string, readonly ProviderName[]>();
  const find = (path: Path): ProviderName[] => {
    switch (path[0]) {
      case 'gateways':
        return own.filter(({ origin }) => isHere(origin, path)).map(({ provider }) => provider);
      case 'expose':
        return model.exposures
          .filter(({ origin }) => isHere(origin, path))
          .map(({ gateway }) => (gateway === undefined ? meshProvider : (byKey.get(gateway)?.provider ?? meshProvider)));
      case 'policies':
        return own.map(({ provider }) => provider);
      default:
        return [];
    }
  };
  return (path) => {
    const start = path.slice(0, path[0] === 'policies' ? 1 : 2);
    const key = start.join();
    const found = known.get(key) ?? [...new Set(find(start))];
    known.set(key, found);
    return found;
  };
}

function problem(intent: Intent, use: Use, provider: ProviderName, { reason, alternative, mending, only }: Limit): Diagnostic {
  const { path, value } = use;
  const at: Path = ['spec', ...path];
  const shown = only !== undefined && (typeof value === 'string' || typeof value === 'boolean') ? `: ${String(value) || '""'}` : '';
  const field = `\`${formatPath(at)}${shown}\``;
  const isOpen = only?.isOpen?.(use) ?? false;
  return findingAt(isOpen ? 'GI0508' : 'GI0501', intent.item, at, {
    message: isOpen ? `it is not known whether ${field} works: ${reason}` : `provider "${provider}" cannot do ${field}: ${reason}`,
    fix: mending?.(use) ?? alternative,
  });
}
