import type { HeaderChanges } from '../generated/gateway-intent.ts';
import type { Action, Backend, Route } from '../model.ts';

/** Both changes; where both name a header, what the second one says counts. Names have no case. */
export function mergeHeaders(first: HeaderChanges | undefined, second: HeaderChanges | undefined): HeaderChanges | undefined {
  if (first === undefined || second === undefined) return second ?? first;
  const decided = new Set([...namesOf(second.set), ...lower(second.remove)]);
  const { set, add, remove } = without(first, decided);
  const removed = [...new Set([...(remove ?? []), ...(second.remove ?? [])])];
  return {
    ...(set || second.set ? { set: { ...set, ...second.set } } : {}),
    ...(add || second.add ? { add: { ...add, ...second.add } } : {}),
    ...(removed.length > 0 ? { remove: removed } : {}),
  };
}

type Headers = Pick<Route, 'requestHeaders' | 'responseHeaders'>;
const sides = ['requestHeaders', 'responseHeaders'] as const;

/**
 * Changes of a route and of its backends that name the same header: the backend's count, but proxies make those of the route last. So what a route says of such
 * a header is said by each of its backends.
 */
export function settleHeaders<Written extends Headers>(route: Written, action: Action): Written & { readonly action: Action } {
  if (action.kind !== 'forward') return { ...route, action };
  return sides.reduce<Written & { readonly action: Action }>((settled, side) => settle(settled, side), { ...route, action });
}

function settle<Settled extends Headers & { readonly action: Action }>(route: Settled, side: (typeof sides)[number]): Settled {
  const { action } = route;
  const own = route[side];
  if (action.kind !== 'forward' || own === undefined) return route;
  const named = new Set(action.backends.flatMap((backend) => allNames(backend[side])));
  const moved = allNames(own).filter((name) => named.has(name));
  if (moved.length === 0) return route;
  const left = without(own, new Set(moved));
  const given = without(own, new Set(allNames(own).filter((name) => !named.has(name))));
  const backends = action.backends.map((backend): Backend => ({ ...backend, [side]: mergeHeaders(given, backend[side]) }));
  return { ...route, [side]: Object.keys(left).length === 0 ? undefined : left, action: { ...action, backends } };
}

const lower = (names: readonly string[] = []): string[] => names.map((name) => name.toLowerCase());
const namesOf = (headers: Readonly<Record<string, string>> | undefined): string[] => lower(Object.keys(headers ?? {}));
const allNames = ({ set, add, remove }: HeaderChanges = {}): string[] => [...namesOf(set), ...namesOf(add), ...lower(remove)];

/** The changes but for some names. */
function without({ set, add, remove }: HeaderChanges, names: ReadonlySet<string>): HeaderChanges {
  const kept = (headers: Readonly<Record<string, string>> | undefined): Record<string, string> | undefined => {
    const entries = Object.entries(headers ?? {}).filter(([name]) => !names.has(name.toLowerCase()));
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  };
  const [sets, adds, removes] = [kept(set), kept(add), (remove ?? []).filter((name) => !names.has(name.toLowerCase()))];
  return { ...(sets ? { set: sets } : {}), ...(adds ? { add: adds } : {}), ...(removes.length > 0 ? { remove: removes } : {}) };
}
