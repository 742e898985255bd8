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

/** A short fingerprint of an object, the annotation `without` left out. It finds edits, not attacks: a cryptographic hash would take longer to load than to compute. */
export function fingerprint(object: KubeObject, without: string): string {
  const text = Buffer.from(canonicalText(object, without));
  // Four bytes at a time: this runs once for each object, too seldom for a loop over characters to be compiled in time.
  const words = Buffer.alloc(Math.ceil(text.length / 4) * 4);
  words.set(text);
  let [left, right] = [text.length, ~text.length];
  for (let at = 0; at < words.length; at += 4) {
    const word = words.readInt32LE(at);
    left = Math.imul((left << 5) ^ (left >>> 27) ^ word, 0x01000193);
    right = Math.imul((right << 13) ^ (right >>> 19) ^ word, 0x5bd1e995);
  }
  return `${hex(left)}${hex(right)}`;
}

/** 24 bits of a hash, well mixed, as hexadecimal digits. */
function hex(state: number): string {
  const mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  return (Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) >>> 8).toString(16).padStart(6, '0');
}
