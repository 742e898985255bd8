import { below } from '../field.ts';
import type { HttpMatch, HttpRule } from './http-rule.ts';
import { matchesConflict, mergeMatches } from './merge-matches.ts';
import type { LostDelegation, VirtualService } from './virtual-services.ts';

/** The VirtualService of a namespace with a name, if it has no hosts. */
export type FindDelegate = (namespace: string, name: string) => VirtualService | undefined;

/** Puts the rules of delegates in the place of the rules that delegate to them, as istiod does (`pilot/pkg/model/virtualservice_controller.go`). */
export function withDelegates(root: VirtualService, delegates: FindDelegate): VirtualService {
  return root.http.some((rule) => rule.delegate) ? resolved(root, delegates) : root;
}

function resolved(root: VirtualService, delegates: FindDelegate): VirtualService {
  const lost: LostDelegation[] = [];
  const http = root.http.flatMap((rule) => {
    if (!rule.delegate) return [rule];
    const namespace = rule.delegate.namespace || root.namespace;
    const key = `${namespace}/${rule.delegate.name}`;
    const delegate = delegates(namespace, rule.delegate.name);
    const missing = delegate ? notExported(delegate, root, rule) : absent(key, rule);
    if (missing) lost.push(missing);
    if (!delegate || missing) return [];
    return delegate.http.flatMap((own) => {
      const merged = mergedRule(rule, own);
      if (!merged) lost.push(conflict(key, own));
      return merged ? [merged] : [];
    });
  });
  return { ...root, http, lost };
}

function absent(key: string, rule: HttpRule): LostDelegation {
  const because = `there is no VirtualService "${key}" without hosts`;
  return { field: rule.delegate?.field ?? rule.field, because, reason: 'missing' };
}

function notExported(delegate: VirtualService, root: VirtualService, rule: HttpRule): LostDelegation | undefined {
  if (delegate.exportTo.everywhere || delegate.exportTo.namespaces.has(root.namespace)) return undefined;
  const because = `VirtualService "${delegate.namespace}/${delegate.name}" is not exported to namespace "${root.namespace}"`;
  return { field: rule.delegate?.field ?? rule.field, because, reason: 'not-exported' };
}

function conflict(key: string, own: HttpRule): LostDelegation {
  return {
    field: below(own.field, 'match'),
    because: `its match contradicts the match of the rule that delegates to "${key}"`,
    reason: 'conflict',
  };
}

/** The rule of a delegate under the rule of its root; `undefined` where their matches exclude each other. */
function mergedRule(root: HttpRule, own: HttpRule): HttpRule | undefined {
  const matches = mergedMatches(root.matches, own.matches);
  if (!matches) return undefined;
  const ownMirrors = own.mirrors.length > 0 ? own.mirrors : root.mirrors;
  return {
    ...own,
    matches,
    name: own.name === '' ? root.name : root.name === '' ? own.name : `${root.name}-${own.name}`,
    rewrite: own.rewrite ?? root.rewrite,
    directResponse: own.directResponse ?? root.directResponse,
    timeout: own.timeout ?? root.timeout,
    retries: own.retries ?? root.retries,
    fault: own.fault ?? root.fault,
    mirrors: ownMirrors,
    cors: own.cors ?? root.cors,
    headers: own.headers ?? root.headers,
    delegate: undefined,
    root,
  };
}

function mergedMatches(root: readonly HttpMatch[], own: readonly HttpMatch[]): readonly HttpMatch[] | undefined {
  if (root.length === 0) return own;
  if (own.length === 0) return root;
  const merged: HttpMatch[] = [];
  for (const match of own) {
    const fitting = root.filter((candidate) => !matchesConflict(candidate, match));
    if (fitting.length === 0) return undefined;
    merged.push(...fitting.map((candidate) => mergeMatches(candidate, match)));
  }
  return merged;
}
