import { gunzipSync } from 'node:zlib';

/** A text that the generator packed. */
export const unpack = (base64: string): string => gunzipSync(Buffer.from(base64, 'base64')).toString('utf8');
