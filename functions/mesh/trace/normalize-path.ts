import type { MeshSettings } from '../inventory/settings.ts';

/** What a proxy does to a path before it looks at routes (`pathNormalization` of the mesh). */
export function normalizePath(path: string, normalization: MeshSettings['pathNormalization']): string {
  const end = path.search(/[?#]/);
  const query = end < 0 ? '' : path.slice(end);
  let own = end < 0 ? path : path.slice(0, end);
  if (normalization === 'NONE') return path;
  if (normalization === 'DECODE_AND_MERGE_SLASHES') own = own.replace(/%2f/gi, '/').replace(/%5c/gi, '\\');
  own = resolved(own);
  if (normalization !== 'BASE') own = own.replace(/\/{2,}/g, '/');
  return own + query;
}

/** RFC 3986: dot segments resolved, unreserved characters decoded, backslashes turned. */
function resolved(path: string): string {
  if (!path.startsWith('/')) return path;
  const decoded = path.replace(/\\/g, '/').replace(/%[0-9a-f]{2}/gi, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : code;
  });
  const out: string[] = [];
  const segments = decoded.slice(1).split('/');
  segments.forEach((segment, index) => {
    if (segment === '..') out.pop();
    if (segment !== '.' && segment !== '..') out.push(segment);
    else if (index === segments.length - 1) out.push('');
  });
  return `/${out.join('/')}`;
}
