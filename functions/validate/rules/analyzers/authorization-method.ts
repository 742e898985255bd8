import type { Rule } from '../../rule.ts';
import { text, wrong } from '../../spot.ts';
import { operations, valuesOf } from '../../spots/authorization.ts';

const methods = ['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE'];

export const authorizationMethod: Rule = {
  code: 'GI3030',
  name: 'authorization-method',
  severity: 'warning',
  summary: 'A method in an AuthorizationPolicy should be one of HTTP, in upper case.',
  why: 'methods are compared as they are written: no request has this one, so the rule never holds',
  fix: 'write the method in upper case; calls of gRPC are `POST`',
  source: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation',
  upstream: ['KIA0102'],
  *check(world) {
    for (const value of operations(world).flatMap((operation) => valuesOf(operation, 'methods'))) {
      const written = text(value);
      if (written === '' || methods.some((method) => fits(method, written))) continue;
      const upper = methods.find((method) => method === written.toUpperCase());
      yield wrong(value, `is "${written}", which is no method of HTTP`, upper ? { fix: `write \`${upper}\`` } : {});
    }
  },
};

/** A star at either end stands for anything. Methods of other protocols on HTTP, such as PROPFIND, are upper-case words. */
function fits(method: string, written: string): boolean {
  if (written === '*' || /^[A-Z][A-Z-]{2,}$/.test(written)) return true;
  if (written.startsWith('*')) return method.endsWith(written.slice(1));
  return written.endsWith('*') ? method.startsWith(written.slice(0, -1)) : method === written;
}
