import { parse } from 'yaml';
import { memo } from '../lazy.ts';
import { asRecord, type Loose } from '../loose.ts';
import type { Labels } from './labels.ts';

/** What the annotation `proxy.istio.io/config` of pods says; nothing where it is absent or cannot be read. */
export function proxyConfigOf(annotations: Labels): Loose {
  return read(annotations['proxy.istio.io/config'] ?? '');
}

const read = memo((text: string): Loose => {
  try {
    return asRecord(text === '' ? undefined : parse(text));
  } catch {
    return asRecord(undefined);
  }
});
