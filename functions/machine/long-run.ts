import { setFlagsFromString } from 'node:v8';

/** Bytes of input from which a run takes long enough for this to matter. */
const isLong = 256 * 1024;

/**
 * Tells V8 how much there is to do. It compiles what runs often once more, to make it faster, and does so too early for a run of a second or two: up to two fifths
 * of such a run went into it. The number is bytes of code that are run until it is thought of, 16 times what it is otherwise.
 */
export function expectInput(bytes: number): void {
  if (bytes < isLong) return;
  try {
    setFlagsFromString('--interrupt-budget=1081344');
  } catch {
    // What is no V8 has no such settings.
  }
}
