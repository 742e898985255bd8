import { isMap } from './is-map.ts';
import type { ObjectId } from './kube-object.ts';

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Lists and the configuration of Kustomize have no name; names of other objects may be left to the API server. */
function needsName(apiVersion: string, value: Record<string, unknown>): boolean {
  const { kind, metadata, items } = value;
  if (Array.isArray(items) && typeof kind === 'string' && kind.endsWith('List')) return false;
  return !apiVersion.startsWith('kustomize.config.k8s.io/') && !(isMap(metadata) && isText(metadata.generateName));
}

/** The identity of a parsed document, or the fields that it lacks. */
export function objectIdOf(value: Record<string, unknown>): { readonly id: ObjectId } | { readonly missing: readonly string[] } {
  const { apiVersion, kind, metadata } = value;
  const { name, namespace } = isMap(metadata) ? metadata : {};
  const missing = [...(isText(apiVersion) ? [] : ['apiVersion']), ...(isText(kind) ? [] : ['kind'])];
  if (!isText(name) && needsName(String(apiVersion), value)) missing.push('metadata.name');
  if (missing.length > 0) return { missing };
  const id = { apiVersion: String(apiVersion), kind: String(kind), name: isText(name) ? name : '' };
  return { id: isText(namespace) ? { ...id, namespace } : id };
}
