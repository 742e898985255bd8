import type { Echo, MeshAnswer } from '../judges/mesh.ts';

/** What came back. */
export type Answer = NonNullable<MeshAnswer['answer']>;

/** The answer of a backend, in the text of a response. */
export function readEcho(text: string): Echo | undefined {
  try {
    const echo = JSON.parse(text) as Echo;
    return echo.pod ? echo : undefined;
  } catch {
    return undefined;
  }
}
