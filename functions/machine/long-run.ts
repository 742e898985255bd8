import { setFlagsFromString } from 'node:v8';

/** Bytes of input from which a run takes long enough for this to matter. */
const isLong = 256 * 1024;

/**
 * Settings that make V8 compile less of what runs often once more, to make it faster: it does so too early for a run of a second or two, and up to two fifths of such a run
 * went into it. Each version has other ones, and tells on standard error of those that it does not know: these were tried with Node 20, 22, 24 and 26. The later
 * ones have a quick compiler beside the thorough one, which does better alone.
 */
const settings: Readonly<Record<string, string>> = {
  '11.3': '--interrupt-budget=1081344',
  '12.4': '--invocation-count-for-turbofan=48000',
  '13.6': '--no-turbofan',
  '14.6': '--no-turbofan',
};

/** Tells V8 how much there is to do. */
export function expectInput(bytes: number): void {
  const setting = settings[/^\d+\.\d+/.exec(process.versions.v8 ?? '')?.[0] ?? ''];
  if (bytes < isLong || setting === undefined) return;
  try {
    setFlagsFromString(setting);
  } catch {
    // What is no V8 has no such settings.
  }
}
