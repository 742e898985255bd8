import { createHash } from 'node:crypto';
import { isHostAnnotation } from './host-annotations.ts';
import { isMap } from './is-map.ts';
import type { KubeObject, Metadata } from './kube-object.ts';

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key])]));
}

/** The annotations that are part of an object, or nothing where there are none. */
function ownAnnotations(annotations: unknown, without: string | undefined): Metadata['annotations'] {
  if (!isMap(annotations)) return undefined;
  const kept = Object.entries(annotations).filter(([key]) => key !== without && !isHostAnnotation(key));
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as Record<string, string>);
}

/** One text for all ways to write an object: what hosts add, and the annotation `without`, are left out. */
export function canonicalText(object: KubeObject, without?: string): string {
  const metadata = { ...object.metadata, annotations: ownAnnotations(object.metadata.annotations, without) };
  return JSON.stringify(sorted({ ...object, metadata }));
}

/** A short fingerprint of an object, the annotation `without` left out. */
export function fingerprint(object: KubeObject, without: string): string {
  return createHash('sha256').update(canonicalText(object, without)).digest('hex').slice(0, 12);
}
