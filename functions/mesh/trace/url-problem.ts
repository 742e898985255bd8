import { hasUsualPort } from './request.ts';

/** Why a text is no request such as `GET https://shop.example.com/cart`; `undefined` where it is one. */
export function urlProblem(text: string): string | undefined {
  const [, method, rest = ''] = /^(?:(\S+)\s+)?(\S+)$/.exec(text.trim()) ?? [];
  if (rest === '') return `"${text}" must be a URL, with a method before it if need be`;
  if (method?.includes('://')) return `"${text}" must hold no space: write it as %20`;
  if (method !== undefined && !/^[A-Z]+$/.test(method)) return `"${method}" is no method: methods are written in capitals`;
  const [, scheme, authority = ''] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?([^/?#]*)/.exec(rest) ?? [];
  const port = /:(\d*)$/.exec(authority)?.[1];
  if (/^[A-Za-z]{2,}:\/(?!\/)/.test(rest)) return `"${text}" must have two slashes behind the scheme`;
  if (authority.replace(/:\d*$/, '') === '') return `"${text}" names no host`;
  if (/[@\s]/.test(authority)) return `"${authority}" must be a host, with a port if need be`;
  if (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65_535)) return `"${port}" is no port`;
  return port === undefined && !hasUsualPort(scheme) ? `"${text}" must name a port: "${scheme}" has none of its own here` : undefined;
}
