import { isMap } from './is-map.ts';
import type { ObjectId } from './kube-object.ts';

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Lists and the configuration of Kustomize have no name; names of other objects may be left to the API server. */
function needsName(apiVersion: string, value: Record<string, unknown>): boolean {
  const { kind, metadata, items } = value;
  if (Array.isArray(items) && typeof kind === 'string' && kind.endsWith('List')) return false;
  return !apiVersion.startsWith('kustomize.config.k8s.io/') && !(isMap(metadata) && isText(metadata.generateName));
}

/** What keeps a document from being an object: fields that are not there, and fields that are no strings. */
export interface Lacks {
  readonly missing: readonly string[];
  readonly wrong: readonly { readonly field: string; readonly value: unknown }[];
}

/** The identity of a parsed document, or the fields that it lacks. */
export function objectIdOf(value: Record<string, unknown>): { readonly id: ObjectId } | Lacks {
  const { apiVersion, kind, metadata } = value;
  const { name, namespace } = isMap(metadata) ? metadata : {};
  const needed = { apiVersion, kind, ...(needsName(String(apiVersion), value) ? { 'metadata.name': name } : {}) };
  const lacking = Object.entries(needed).filter(([, found]) => !isText(found));
  if (lacking.length > 0) {
    const [missing, wrong] = [true, false].map((isMissing) => lacking.filter(([, found]) => ((found ?? '') === '') === isMissing));
    return { missing: (missing ?? []).map(([field]) => field), wrong: (wrong ?? []).map(([field, found]) => ({ field, value: found })) };
  }
  const id = { apiVersion: String(apiVersion), kind: String(kind), name: isText(name) ? name : '' };
  return { id: isText(namespace) ? { ...id, namespace } : id };
}
