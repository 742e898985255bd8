import { createHash } from 'node:crypto';
import { isHostAnnotation } from './host-annotations.ts';
import { isMap } from './is-map.ts';
import type { KubeObject, Metadata } from './kube-object.ts';

/** JSON with sorted keys; fields without a value are left out. */
function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  if (!isMap(value)) return JSON.stringify(value) ?? 'null';
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const entry = value[key];
    if (entry !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${sortedJson(entry)}`;
  }
  return `{${text}}`;
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
  return sortedJson({ ...object, metadata });
}

/** A short fingerprint of an object, the annotation `without` left out. */
export function fingerprint(object: KubeObject, without: string): string {
  return createHash('sha256').update(canonicalText(object, without)).digest('hex').slice(0, 12);
}
